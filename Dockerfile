# The image holds the executable and its license, and nothing else that amd64 would need.
#
#   docker build --tag balena-release-update .
#
# also builds the executable, in some minutes and 6 GB of memory. It needs BuildKit, which Docker has used by default since
# version 23 (before that: DOCKER_BUILDKIT=1). podman and buildah also need --platform linux/amd64.
#
# If you have the executable already, as the release workflow has, put it into a folder, as
# dist/balena-release-update-linux-amd64, and pass that folder in place of the stage "executables". The stages before that
# one are skipped then:
#
#   docker buildx build --build-context executables=dist --tag balena-release-update .

# podman and buildah know the platform in FROM only if it is declared before the first one.
ARG TARGETARCH

# The images that this one is built from. For a reproducible build, give each by its digest:
# --build-arg BASE_ARM64=gcr.io/distroless/base-nossl-debian12@sha256:...
#
# GraalVM links statically with musl on amd64 only; elsewhere the executable needs the machine's C library, the version that
# it was linked with or a newer one. Hence the older distribution for arm64.
ARG GRAALVM_AMD64=ghcr.io/graalvm/native-image-community:25-muslib
ARG GRAALVM_ARM64=ghcr.io/graalvm/native-image-community:25-ol9
ARG BASE_ARM64=gcr.io/distroless/base-nossl-debian12

FROM ${GRAALVM_AMD64} AS graalvm-amd64
ENV LINKING=-Dstatic

FROM ${GRAALVM_ARM64} AS graalvm-arm64
ENV LINKING=-DmostlyStatic

FROM graalvm-${TARGETARCH} AS build
# For the Maven wrapper, which downloads and verifies a zip file.
RUN microdnf install -y unzip
WORKDIR /source
COPY .mvn .mvn
COPY mvnw pom.xml ./
COPY src src
# The commit, for "balena-release-update version": the build does not see the repository.
ARG REVISION=""
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw -B -ntp package -Dnative "$LINKING" -DskipTests -Dgit.commit.id.abbrev="$(printf %.7s "$REVISION")"

FROM scratch AS executables
ARG TARGETARCH
COPY --from=build /source/target/balena-release-update /balena-release-update-linux-${TARGETARCH}

FROM scratch AS base-amd64
FROM ${BASE_ARM64} AS base-arm64

FROM base-${TARGETARCH}
ARG TARGETARCH
ARG VERSION=1.0.0-SNAPSHOT
ARG REVISION=""
ARG SOURCE=https://github.com/OWNER/balena-release-update
LABEL org.opencontainers.image.title="balena-release-update" \
      org.opencontainers.image.description="Builds the image deltas of a balenaCloud release before a fleet is pinned to it" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.source="${SOURCE}"
COPY LICENSE /
COPY --from=executables --chmod=755 /balena-release-update-linux-${TARGETARCH} /balena-release-update
# A user that owns nothing in the image. Nothing is written. A session of the balena CLI can be mounted at /.balena.
USER 65532:65532
ENV HOME=/
ENTRYPOINT ["/balena-release-update"]
