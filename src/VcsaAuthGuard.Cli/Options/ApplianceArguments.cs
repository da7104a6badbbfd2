using System.CommandLine;
using System.Net;
using VcsaAuthGuard.Appliances;
using VcsaAuthGuard.Appliances.Services;
using VcsaAuthGuard.Appliances.Ssh;
using VcsaAuthGuard.Http;
using VcsaAuthGuard.VSphere;

namespace VcsaAuthGuard.Cli.Options;

/// <summary>Represents the arguments that name appliances and the way to their services: SSH by the <c>ssh</c> program, or REST.</summary>
/// <remarks>The library that types passwords over SSH (SSH.NET) is not part of this program.</remarks>
internal sealed class ApplianceArguments
{
    private const string Ssh = "ssh";
    private const string Rest = "rest";
    private const string SshNet = "sshnet";

    private readonly Option<string?> _transport = new("--transport")
    {
        Description = "ssh: the ssh program with keys, agents and ~/.ssh/config. rest: the API, with --user. Default: rest with --user, "
            + "otherwise ssh.",
    };
    private readonly Option<string?> _sshUser = new("--ssh-user")
    {
        Description = "Account for SSH. Default: that of ~/.ssh/config, or root.",
    };
    private readonly Option<string?> _keyFile = new("--key-file") { Description = "Private key for SSH." };
    private readonly Option<string?> _hostKey = new("--host-key") { Description = "SHA256 fingerprint of the only host key to accept." };
    private readonly Option<string[]> _knownHosts = new("--known-hosts") { Description = "Known-hosts file for SSH. Can be repeated." };

    public ServerArguments Servers { get; } = new();

    public void AddTo(Command command)
    {
        Servers.AddTo(command);
        foreach (Option option in (Option[])[_transport, _sshUser, _keyFile, _hostKey, _knownHosts])
        {
            command.Add(option);
        }

        _transport.AcceptOnlyFromAmong(Ssh, Rest, SshNet);
        command.Validators.Add(result =>
        {
            switch (result.GetValue(_transport))
            {
                case SshNet:
                    result.AddError("SSH.NET is not part of this program. Use ssh with a key or an agent, rest, or the PowerShell module.");
                    break;
                case Rest when result.GetValue(Servers.Login.User) is null:
                    result.AddError("--transport rest needs --user.");
                    break;
                case Ssh when result.GetValue(Servers.Login.User) is not null:
                    result.AddError(
                        "The ssh program takes no password from another program: use --ssh-user with a key or an agent, or rest.");
                    break;
            }
        });
    }

    /// <summary>Returns whether services are reached over REST.</summary>
    public bool IsRest(ParseResult parsed) =>
        parsed.GetValue(_transport) == Rest || (parsed.GetValue(_transport) is null && parsed.GetValue(Servers.Login.User) is not null);

    /// <summary>Opens the way to the services of an appliance. It connects with the first call.</summary>
    /// <exception cref="FormatException">A name or a fingerprint is none.</exception>
    /// <exception cref="ApplianceException">There is no such way.</exception>
    public IServiceControl Open(ParseResult parsed, string server, NetworkCredential? credential)
    {
        VSphereClientOptions options = Servers.Login.OptionsFor(parsed, server);
        if (IsRest(parsed))
        {
            HttpMessageHandler handler = HttpsHandler.Create(options.Address, options.Thumbprint, options.SkipCertificateCheck);
            return new RestServiceControl(handler, options.Address, credential!);
        }

        // A name alone may be an alias of ~/.ssh/config, in which letters' case may count.
        bool hasPort = server.EndsWith($":{options.Address.Port}", StringComparison.Ordinal);
        SshTarget target = new()
        {
            Host = hasPort || server.Contains("://", StringComparison.Ordinal) ? options.Address.DnsSafeHost : server.Trim(),
            Port = hasPort ? options.Address.Port : null,
            User = parsed.GetValue(_sshUser),
            KeyFile = parsed.GetValue(_keyFile),
            HostKey = parsed.GetValue(_hostKey) is string text ? HostKeyFingerprint.Parse(text) : null,
            KnownHostsFiles = parsed.GetValue(_knownHosts) is { Length: > 0 } files ? files : null,
        };
        return new ShellServiceControl(ApplianceShell.OpenWithProgram(target));
    }
}
