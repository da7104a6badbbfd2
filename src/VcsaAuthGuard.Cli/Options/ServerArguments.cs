using System.CommandLine;
using System.Net;
using VcsaAuthGuard.Cli.Errors;
using VcsaAuthGuard.Http;
using VcsaAuthGuard.Text;
using VcsaAuthGuard.VSphere;
using VcsaAuthGuard.VSphere.SharedSessions;

namespace VcsaAuthGuard.Cli.Options;

/// <summary>Represents the arguments that name vCenter Servers, the account to log in with, and the certificate to accept.</summary>
internal sealed class ServerArguments
{
    private readonly Argument<string[]> _servers = new("SERVER")
    {
        Description = "Name or address of a vCenter Server, such as vc01.example.org or vc01:8443.",
        Arity = ArgumentArity.OneOrMore,
    };
    private readonly Option<string?> _user = new("--user")
    {
        Description = "Account to log in with, domain included: administrator@vsphere.local. "
            + "Without it the session of Connect-VcsaSession is used, where there is one.",
    };
    private readonly Option<string?> _passwordFile = new("--password-file")
    {
        Description = "File whose first line is the password, or - for standard input. Without it the terminal asks.",
    };
    private readonly Option<string?> _thumbprint = new("--thumbprint")
    {
        Description = "SHA-256 thumbprint of the only certificate to accept.",
    };
    private readonly Option<bool> _skip = new("--skip-certificate-check")
    {
        Description = "Accepts any certificate, an attacker's too.",
    };

    public ServerArguments() => _servers.Validators.Add(Arguments.RefuseOptions);

    public void AddTo(Command command)
    {
        command.Add(_servers);
        command.Add(_user);
        command.Add(_passwordFile);
        command.Add(_thumbprint);
        command.Add(_skip);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_passwordFile) is not null && result.GetResult(_user) is null)
            {
                result.AddError("--password-file needs --user.");
            }

            if (result.GetResult(_thumbprint) is not null && result.GetValue(_skip))
            {
                result.AddError("--thumbprint and --skip-certificate-check cannot be used together.");
            }
        });
    }

    /// <summary>Returns the number of servers named so far.</summary>
    public int Count(System.CommandLine.Parsing.CommandResult result) => result.GetResult(_servers)?.Tokens.Count ?? 0;

    /// <summary>Returns the names of the servers.</summary>
    public IReadOnlyList<string> Servers(ParseResult parsed) => parsed.GetValue(_servers)!;

    /// <summary>Returns the account to log in with; null when none was given.</summary>
    /// <exception cref="FormatException">There is no password.</exception>
    public NetworkCredential? Credential(ParseResult parsed) =>
        parsed.GetValue(_user) is string user ? new NetworkCredential(user, Password.Read(user, parsed.GetValue(_passwordFile))) : null;

    /// <summary>Gets the option for the account.</summary>
    public Option<string?> UserOption => _user;

    /// <summary>Returns the account's name, without its password; null when none was given.</summary>
    public string? User(ParseResult parsed) => parsed.GetValue(_user);

    /// <summary>Gets a value indicating whether a password can be had without asking.</summary>
    public bool HasPassword(ParseResult parsed) => parsed.GetValue(_passwordFile) is not null;

    /// <summary>Returns how to connect to a server.</summary>
    /// <exception cref="FormatException">The name or the thumbprint is none.</exception>
    public VSphereClientOptions OptionsFor(ParseResult parsed, string server) => new()
    {
        Address = ServerAddress.Parse(server),
        Thumbprint = parsed.GetValue(_thumbprint) is string text ? CertificateThumbprint.Parse(text) : null,
        SkipCertificateCheck = parsed.GetValue(_skip),
    };

    /// <summary>Returns the session to use at each server.</summary>
    /// <exception cref="FormatException">A name is none, or there is no session and no password.</exception>
    /// <exception cref="SessionStoreException">The stored sessions cannot be read.</exception>
    public IReadOnlyList<SessionAccess> Read(ParseResult parsed)
    {
        NetworkCredential? credential = Credential(parsed);
        IReadOnlyList<VcsaConnection> kept = credential is null ? new SharedSessions().List() : [];
        return [.. Servers(parsed).Select(server => AccessTo(OptionsFor(parsed, server), credential, kept))];
    }

    private static SessionAccess AccessTo(
        VSphereClientOptions options,
        NetworkCredential? credential,
        IReadOnlyList<VcsaConnection> kept
    )
    {
        if (credential is not null)
        {
            return new SessionAccess(options, credential);
        }

        VcsaConnection? connection = kept
            .Where(known => string.Equals(known.Server, options.Address.Host, StringComparison.OrdinalIgnoreCase))
            .Where(known => options.Address.IsDefaultPort || known.Port == options.Address.Port)
            .MaxBy(known => known.LoginTime);
        bool isTrustGiven = options.Thumbprint is not null || options.SkipCertificateCheck;
        return connection is null
            ? throw new FormatException(
                $"There is no session on {options.Address.Authority} to use. Give --user, or log in with Connect-VcsaSession.")
            : new SessionAccess(
                isTrustGiven ? options with { Address = connection.GetOptions().Address } : connection.GetOptions(),
                [connection.GetSecret()]);
    }

    /// <summary>Runs a command whose input can be wrong or whose servers can fail. Returns its exit code.</summary>
    public static int Run(Func<int> command)
    {
        try
        {
            return command();
        }
        catch (FormatException e)
        {
            Console.Error.WriteLine(TerminalText.OneLine(e.Message));
            return ExitCode.WrongUsage;
        }
        catch (SessionStoreException e)
        {
            Console.Error.WriteLine(TerminalText.OneLine($"{e.Message} {e.Remedy}"));
            return ExitCode.InputUnreadable;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
    }

    /// <summary>Reads something of each server; a server that fails is reported, and the others are read.</summary>
    public static List<T> ReadEach<T>(
        IEnumerable<SessionAccess> servers,
        Func<SessionAccess, CancellationToken, Task<T>> read,
        CancellationToken token,
        out int failures
    )
    {
        List<T> results = [];
        failures = 0;
        foreach (SessionAccess access in servers)
        {
            try
            {
                results.Add(read(access, token).GetAwaiter().GetResult());
            }
            catch (ServerException e)
            {
                failures++;
                Report(access.Options.Address.Authority, e);
            }
        }

        return results;
    }

    /// <summary>Writes a failure to standard error.</summary>
    public static void Report(string server, ServerException failure) => CliAdvice.Report(server, failure.Message, failure.Remedy);

    /// <summary>Writes that the session opened for a command remains.</summary>
    public static void ReportLogout(string server, ServerException? failure)
    {
        if (failure is not null)
        {
            CliAdvice.Report(server, $"the session opened here could not be ended and remains until it expires. {failure.Message}");
        }
    }
}
