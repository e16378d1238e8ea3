# The image holds the executable and its license, and nothing else that amd64 would need.
#
#   docker build --tag balena-release-update .
#
# builds the executable, too, in some minutes and 6 GB of memory. Whoever has it already, as the release workflow has,
# puts it into a folder, as dist/balena-release-update-linux-amd64, and gives that folder in the place of the stage
# "executables"; the stages before that are skipped then:
#
#   docker buildx build --build-context executables=dist --tag balena-release-update .

# GraalVM links statically with musl on amd64 only; elsewhere the C library remains outside. The older distribution for
# the latter: an executable runs with the C library it was linked with or a newer one.
FROM ghcr.io/graalvm/native-image-community:25-muslib AS graalvm-amd64
ENV LINKING=-Dstatic

FROM ghcr.io/graalvm/native-image-community:25-ol9 AS graalvm-arm64
ENV LINKING=-DmostlyStatic

FROM graalvm-${TARGETARCH} AS build
# For the Maven wrapper, whose checksum is that of a zip file.
RUN microdnf install -y unzip
WORKDIR /source
COPY .mvn .mvn
COPY mvnw pom.xml ./
COPY src src
RUN --mount=type=cache,target=/root/.m2 ./mvnw -B -ntp package -Dnative "$LINKING" -DskipTests

FROM scratch AS executables
ARG TARGETARCH
COPY --from=build /source/target/balena-release-update /balena-release-update-linux-${TARGETARCH}

FROM scratch AS base-amd64
FROM gcr.io/distroless/base-nossl-debian12 AS base-arm64

FROM base-${TARGETARCH}
ARG TARGETARCH
LABEL org.opencontainers.image.title="balena-release-update" \
      org.opencontainers.image.description="Has the image deltas of a balenaCloud fleet's next release built before it is pinned" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY LICENSE /
COPY --from=executables --chmod=755 /balena-release-update-linux-${TARGETARCH} /balena-release-update
# Nobody's number: nothing in the image is this user's, and nothing is written. Where a session of the balena CLI is
# mounted, it is at /.balena.
USER 65532:65532
ENV HOME=/
ENTRYPOINT ["/balena-release-update"]
