using System.CommandLine;
using VcsaAuthGuard.Cli.Errors;
using VcsaAuthGuard.Http;
using VcsaAuthGuard.VSphere;
using VcsaAuthGuard.VSphere.SharedSessions;

namespace VcsaAuthGuard.Cli.Options;

/// <summary>Represents the arguments that name vCenter Servers, and how to connect to them.</summary>
internal sealed class ServerArguments
{
    private readonly Argument<string[]> _servers = new("SERVER")
    {
        Description = "Name or address of a vCenter Server, such as vc01.example.org or vc01:8443.",
        Arity = ArgumentArity.OneOrMore,
    };

    public ServerArguments() => _servers.Validators.Add(Arguments.RefuseOptions);

    /// <summary>Gets the options for the account and the certificate.</summary>
    public LoginArguments Login { get; } = new();

    public void AddTo(Command command)
    {
        command.Add(_servers);
        Login.AddTo(command);
    }

    /// <summary>Returns the number of servers named so far.</summary>
    public int Count(System.CommandLine.Parsing.CommandResult result) => result.GetResult(_servers)?.Tokens.Count ?? 0;

    /// <summary>Returns the names of the servers.</summary>
    public IReadOnlyList<string> Servers(ParseResult parsed) => parsed.GetValue(_servers)!;

    /// <summary>Returns the session to use at each server.</summary>
    /// <exception cref="FormatException">A name is not valid, or there is no session and no password.</exception>
    /// <exception cref="SessionStoreException">The stored sessions cannot be read.</exception>
    public IReadOnlyList<SessionAccess> Read(ParseResult parsed) => Login.Read(parsed, Servers(parsed));

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
