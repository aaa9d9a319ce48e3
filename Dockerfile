# One image for every worker; PROFILE=gpu builds with the CUDA libtorch.
FROM maven:3.9.11-eclipse-temurin-17 AS build
ARG PROFILE=cpu
WORKDIR /src
COPY . .
RUN if [ "$PROFILE" = gpu ]; then extra=-Pgpu; fi; mvn -B -q -ntp -DskipTests -Dcheckstyle.skip -Pdist $extra package

FROM eclipse-temurin:17-jre
RUN useradd --create-home --uid 10001 egoscope && mkdir /data && chown egoscope /data
COPY --from=build /src/app/target/app-0.1.0.jar /opt/egoscope/egoscope.jar
COPY --from=build /src/app/target/lib /opt/egoscope/lib
ENV OMP_WAIT_POLICY=PASSIVE ONEDNN_MAX_CPU_ISA=AVX512_CORE_FP16
# As in the script egoscope: freed tensors stay with the process.
ENV MALLOC_MMAP_THRESHOLD_=33554432 MALLOC_TRIM_THRESHOLD_=268435456 MALLOC_TOP_PAD_=67108864
USER egoscope
WORKDIR /data
VOLUME ["/data", "/home/egoscope/.javacpp"]
ENTRYPOINT ["java", "--add-opens=java.base/java.nio=ALL-UNNAMED", "-XX:MaxRAMPercentage=40", "-cp", "/opt/egoscope/egoscope.jar:/opt/egoscope/lib/*", "org.egoscope.app.Main"]
