using System.CommandLine;
using System.Net;
using VcsaAuthGuard.Cli.Errors;
using VcsaAuthGuard.Cli.Inputs;
using VcsaAuthGuard.Http;
using VcsaAuthGuard.LogPlatforms;
using VcsaAuthGuard.LogPlatforms.Reading;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Schedules;
using VcsaAuthGuard.Text;
using VcsaAuthGuard.VSphere;
using VcsaAuthGuard.VSphere.Diagnostics;
using VcsaAuthGuard.VSphere.SharedSessions;

namespace VcsaAuthGuard.Cli.Options;

/// <summary>Represents the options of commands that read running servers over their API.</summary>
internal sealed class LiveArguments
{
    /// <summary>The description of --server where nothing else is to be said of it.</summary>
    public const string ServerDescription =
        "Running vCenter Server to read over its API, without SSH, in the place of PATH: the last 8 hours, or from --after on. With "
            + "--platform: reads only this vCenter of the platform. Can be repeated.";

    private const int MaxThrottleLimit = 64;
    private const int DefaultThrottleLimit = 8;

    private readonly Option<string?> _user = new("--user")
    {
        Description = "Account to log in to --server (or --platform) as, domain included. Without it, the session that Connect-VcsaSession "
            + "stored is used.",
    };
    private readonly Option<string?> _passwordFile = new("--password-file")
    {
        Description = "File whose first line is the password of --user, or - for standard input. Without it the terminal asks.",
    };
    private readonly Option<string?> _thumbprint = new("--thumbprint")
    {
        Description = "SHA-256 thumbprint of the only certificate to accept.",
    };
    private readonly Option<bool> _skipCertificateCheck = new("--skip-certificate-check")
    {
        Description = "Accepts every certificate. Anyone on the network path can then read the password.",
    };
    private readonly Option<int?> _limit = Arguments.IntegerInRange(
        "--throttle-limit", 1, MaxThrottleLimit, "Number of servers that are read at one time. Default: 8.");

    /// <summary>Creates the options.</summary>
    /// <param name="serverDescription">The description of --server.</param>
    public LiveArguments(string serverDescription) => Server = new("--server") { Description = serverDescription };

    public Option<string[]> Server { get; }

    /// <summary>Gets whether --server may also name the server that the paths are from.</summary>
    public bool IsNameOfPaths { get; init; }

    /// <summary>Gets the options of a log platform; null where the command reads none.</summary>
    public PlatformArguments? Platform { get; init; }

    /// <summary>Gets a value indicating whether the command reads nothing but a log platform.</summary>
    public bool IsPlatformOnly { get; init; }

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        Array.ForEach<Option>([Server, _user, _passwordFile, _thumbprint, _skipCertificateCheck], command.Add);
        if (!IsPlatformOnly)
        {
            command.Add(_limit);
        }

        Platform?.AddTo(command);
    }

    /// <summary>Opens the log platform that is given in the place of paths; null when none is. Sends nothing yet.</summary>
    /// <exception cref="FormatException">An option is not valid.</exception>
    public PlatformLogs? OpenPlatform(ParseResult parsed, Argument<string[]>? paths, TimeRange range)
    {
        if (FindContradiction(parsed, paths) is string contradiction)
        {
            throw new FormatException(contradiction);
        }

        return Platform?.IsGiven(parsed) != true ? null : Platform.Open(
            parsed,
            range,
            parsed.GetValue(Server) ?? [],
            Credential(parsed),
            parsed.GetValue(_thumbprint) is string thumbprint ? CertificateThumbprint.Parse(thumbprint) : null,
            parsed.GetValue(_skipCertificateCheck));
    }

    private NetworkCredential? Credential(ParseResult parsed) =>
        parsed.GetValue(_user) is string user ? new(user, Password.Read(user, parsed.GetValue(_passwordFile))) : null;

    /// <summary>Returns the servers that are given in the place of paths; null when paths are given.</summary>
    /// <exception cref="FormatException">An option is not valid, or there is no session with a server.</exception>
    public LiveServerSet? Read(ParseResult parsed, Argument<string[]> paths)
    {
        if (FindContradiction(parsed, paths) is string contradiction)
        {
            throw new FormatException(contradiction);
        }

        string[] servers = parsed.GetValue(Server) ?? [];
        if (Platform?.IsGiven(parsed) == true || parsed.GetValue(paths) is { Length: > 0 } || servers.Length == 0)
        {
            return null;
        }

        string? thumbprint = parsed.GetValue(_thumbprint);
        VSphereClientOptions trust = new()
        {
            Address = ServerAddress.Parse("localhost"),
            Thumbprint = thumbprint is null ? null : CertificateThumbprint.Parse(thumbprint),
            SkipCertificateCheck = parsed.GetValue(_skipCertificateCheck),
        };
        NetworkCredential? credential = Credential(parsed);
        PacedSessionOptions[] sessions =
        [
            .. servers.Select(ServerAddress.Parse).Distinct().Select(address => credential is null
                ? FindStored(address, trust)
                : new() { Client = trust with { Address = address }, Credential = credential }),
        ];
        return new(sessions, parsed.GetValue(_limit) ?? DefaultThrottleLimit);
    }

    /// <summary>Returns the name of the vCenter that the paths are from; null where it is not given, and for running servers.</summary>
    public string? NameOf(ParseResult parsed, Argument<string[]> paths) =>
        parsed.GetValue(paths) is { Length: > 0 } ? parsed.GetValue(Server)?.FirstOrDefault() : null;

    /// <summary>Runs a command and reports an invalid option as wrong usage.</summary>
    public static int Run(Func<int> command) => Run(command, out _);

    /// <summary>Runs a command and reports an invalid option as wrong usage.</summary>
    /// <param name="command">The command.</param>
    /// <param name="isRun">Whether it ran.</param>
    public static int Run(Func<int> command, out bool isRun)
    {
        isRun = false;
        try
        {
            int code = command();
            isRun = true;
            return code;
        }
        catch (FormatException e)
        {
            Console.Error.WriteLine(TerminalText.OneLine(e.Message));
            Console.Error.WriteLine("Try 'vcsa-authguard --help'.");
            return ExitCode.WrongUsage;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
        catch (PlatformException e)
        {
            Console.Error.WriteLine(TerminalText.OneLine(CliAdvice.InOptions($"{e.Message} {e.Remedy}")));
            return ExitCode.InputUnreadable;
        }
        catch (SessionStoreException e)
        {
            Console.Error.WriteLine(TerminalText.OneLine($"{e.Message} {e.Remedy}"));
            return ExitCode.InputUnreadable;
        }
    }

    /// <summary>Returns the reason why options do not go together; null when they do.</summary>
    private string? FindContradiction(ParseResult result, Argument<string[]>? paths)
    {
        int servers = result.GetValue(Server)?.Length ?? 0;
        bool hasPaths = paths is not null && result.GetValue(paths) is { Length: > 0 };
        bool hasUser = result.GetValue(_user) is not null;
        bool isPlatform = Platform?.IsGiven(result) == true;
        return Platform?.FindContradiction(result, hasUser) is string wrong ? wrong
            : hasPaths && isPlatform ? "Give either logs to read (PATH) or a log platform (--platform), not both."
            : !isPlatform && IsPlatformOnly ? "Give the log platform: --platform, --uri and --after."
            : !hasPaths && servers == 0 && !isPlatform
                ? $"Give the logs to read (PATH), or a running server (--server){(Platform is null ? "" : ", or a log platform (--platform)")}."
            : hasPaths && servers > 0 && !IsNameOfPaths ? "Give either logs to read (PATH) or running servers (--server), not both."
            : hasPaths && servers > 1 ? "Give one --server: it names the vCenter of the logs."
            : !hasUser && result.GetValue(_passwordFile) is not null ? "--password-file needs --user."
            : result.GetValue(_thumbprint) is not null && result.GetValue(_skipCertificateCheck)
                ? "--thumbprint and --skip-certificate-check cannot be used together."
            : hasPaths && hasUser ? "--user is for running servers (--server without PATH)."
            : null;
    }

    private static PacedSessionOptions FindStored(Uri address, VSphereClientOptions trust)
    {
        VcsaConnection stored = new SharedSessions().List().FirstOrDefault(kept => kept.GetOptions().Address == address)
            ?? throw new FormatException(
                $"There is no stored session on {address.Authority}. Use --user and --password-file, or run Connect-VcsaSession.");
        bool isTrustGiven = trust.Thumbprint is not null || trust.SkipCertificateCheck;
        VSphereClientOptions client = isTrustGiven ? trust with { Address = address } : stored.GetOptions();
        return new() { Client = client, Secrets = [stored.GetSecret()] };
    }
}
