# Build: docker build -t omnibus .      Run: docker run -p 127.0.0.1:8080:8080 -e OMNIBUS_ADMIN_PASSWORD -v omnibus:/omnibus/data omnibus
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /src
COPY pom.xml .
COPY .mvn .mvn
COPY conf conf
COPY src/main src/main
RUN mvn -q -B -ntp -DskipTests package

FROM eclipse-temurin:17-jre
WORKDIR /omnibus
RUN useradd --system --home /omnibus omnibus && mkdir data && chown omnibus data
COPY --from=build /src/target/lib target/lib
COPY --from=build /src/target/omnibus.jar target/omnibus.jar
COPY omnibus cluster.xml ./
COPY --chown=omnibus conf conf
# What the JVM needs to start quickly, for this Java and these paths.
RUN ./omnibus build
USER omnibus
# Inside a container the loopback address is of no use to anybody outside.
ENV OMNIBUS_HTTP_HOST=0.0.0.0 OMNIBUS_OPS_HOST=0.0.0.0
EXPOSE 8080 8081 5701
VOLUME /omnibus/data
# The launcher replaces itself by the JVM, so that SIGTERM reaches the node and it drains.
ENTRYPOINT ["./omnibus"]
CMD ["run"]
