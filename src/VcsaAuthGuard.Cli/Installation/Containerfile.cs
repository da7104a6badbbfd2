namespace VcsaAuthGuard.Cli.Installation;

/// <summary>Writes a Containerfile for podman and Docker.</summary>
internal static class Containerfile
{
    public static string Write(ServiceDefinition service)
    {
        string secrets = string.Concat(service.Credentials.Select(name => $" --secret {name},uid=65532,mode=0400"));
        return $$"""
            # Written by vcsa-authguard service install --what container. Put the native program of linux-x64 beside it, then:
            #   podman build -t {{service.Name}} .
            #   podman run -d --name {{service.Name}} --restart on-failure --read-only --cap-drop all --security-opt no-new-privileges \
            #     -v ./watch.yaml:{{service.Config}}:ro -v {{service.Name}}:/var/lib/{{service.Name}}{{secrets}} {{service.Name}}
            # A secret comes from a file: podman secret create NAME FILE. It is in no layer and in no variable.
            FROM debian:bookworm-slim
            RUN apt-get update \
             && apt-get install --yes --no-install-recommends ca-certificates libssl3 openssh-client \
             && rm -rf /var/lib/apt/lists/* \
             && install -d -o 65532 -g 65532 -m 0700 /var/lib/{{service.Name}}
            COPY --chmod=0755 vcsa-authguard {{service.Program}}
            USER 65532:65532
            ENV CREDENTIALS_DIRECTORY=/run/secrets \
                VCSA_AUTHGUARD_STATE=/var/lib/{{service.Name}}/watch.state
            VOLUME /var/lib/{{service.Name}}
            # podman stop sends SIGTERM, which writes the state and ends with 0.
            STOPSIGNAL SIGTERM
            ENTRYPOINT ["{{service.Program}}", "watch", "--config", "{{service.Config}}"]

            """.Replace("\r\n", "\n");
    }

    public static string Remove(string name) => $"""
        podman rm --force {name}
        podman rmi {name}
        podman volume rm {name}
        # podman secret ls shows its secrets.

        """.Replace("\r\n", "\n");
}
