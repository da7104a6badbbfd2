using System.CommandLine;
using System.Net;
using VcsaAuthGuard.Http;
using VcsaAuthGuard.VSphere;
using VcsaAuthGuard.VSphere.SharedSessions;

namespace VcsaAuthGuard.Cli.Options;

/// <summary>Represents the options for the account to log in with at a vCenter Server, and for the certificate to accept.</summary>
internal sealed class LoginArguments
{
    private readonly Option<string?> _passwordFile = new("--password-file")
    {
        Description = "File whose first line is the password of --user, or - for standard input. Without it the terminal asks.",
    };
    private readonly Option<string?> _thumbprint = new("--thumbprint")
    {
        Description = "SHA-256 thumbprint of the only certificate to accept.",
    };
    private readonly Option<bool> _skip = new("--skip-certificate-check")
    {
        Description = "Accepts every certificate. Anyone on the network path can then read the password.",
    };

    /// <summary>Gets the option for the account.</summary>
    public Option<string?> User { get; } = new("--user")
    {
        Description = "Account to log in with, domain included: administrator@vsphere.local. "
            + "Without it, the session that Connect-VcsaSession stored is used.",
    };

    public void AddTo(Command command)
    {
        Array.ForEach<Option>([User, _passwordFile, _thumbprint, _skip], command.Add);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_passwordFile) is not null && result.GetResult(User) is null)
            {
                result.AddError("--password-file needs --user.");
            }

            if (result.GetResult(_thumbprint) is not null && result.GetValue(_skip))
            {
                result.AddError("--thumbprint and --skip-certificate-check cannot be used together.");
            }
        });
    }

    /// <summary>Returns the account to log in with; null if none was given.</summary>
    /// <exception cref="FormatException">There is no password.</exception>
    public NetworkCredential? Credential(ParseResult parsed) =>
        parsed.GetValue(User) is string user ? new NetworkCredential(user, Password.Read(user, parsed.GetValue(_passwordFile))) : null;

    /// <summary>Returns how to connect to a server.</summary>
    /// <exception cref="FormatException">The name or the thumbprint is not valid.</exception>
    public VSphereClientOptions OptionsFor(ParseResult parsed, string server) => new()
    {
        Address = ServerAddress.Parse(server),
        Thumbprint = parsed.GetValue(_thumbprint) is string text ? CertificateThumbprint.Parse(text) : null,
        SkipCertificateCheck = parsed.GetValue(_skip),
    };

    /// <summary>Returns the session to use at each server, each server once.</summary>
    /// <exception cref="FormatException">A name is not valid, or there is no session and no password.</exception>
    /// <exception cref="SessionStoreException">The stored sessions cannot be read.</exception>
    public IReadOnlyList<SessionAccess> Read(ParseResult parsed, IEnumerable<string> servers)
    {
        VSphereClientOptions[] options = [.. servers.Select(server => OptionsFor(parsed, server)).DistinctBy(server => server.Address)];
        NetworkCredential? credential = Credential(parsed);
        return
        [
            .. options.Select(server => FindAccess(server, credential) ?? throw new FormatException(
                $"There is no session on {server.Address.Authority} to use. Give --user, or log in with Connect-VcsaSession.")),
        ];
    }

    /// <summary>Returns the session to use at a server; null when there is neither an account nor a stored session.</summary>
    /// <exception cref="SessionStoreException">The stored sessions cannot be read.</exception>
    public static SessionAccess? FindAccess(VSphereClientOptions options, NetworkCredential? credential)
    {
        if (credential is not null)
        {
            return new SessionAccess(options, credential);
        }

        IReadOnlyList<VcsaConnection> stored = new SharedSessions().Find(options.Address);
        return stored.Count > 0 ? VcsaConnection.GetAccess(stored, options) : null;
    }
}
