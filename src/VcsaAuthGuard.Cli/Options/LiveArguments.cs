using System.CommandLine;
using VcsaAuthGuard.Cli.Inputs;
using VcsaAuthGuard.LogPlatforms.Reading;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.VSphere;

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

    private readonly LoginArguments _login = new();
    private readonly Option<int?> _limit = Arguments.IntegerInRange(
        "--throttle-limit",
        1,
        MaxThrottleLimit,
        "Number of running servers (default: 8), requests to a log platform (default: 4) or, for verdicts, bundles (default: the number "
            + "of cores) at one time.");

    /// <summary>Creates the options.</summary>
    /// <param name="serverDescription">The description of --server.</param>
    public LiveArguments(string serverDescription)
    {
        Server = new("--server") { Description = serverDescription };
        _limit.Aliases.Add("--concurrency");
    }

    public Option<string[]> Server { get; }

    /// <summary>Gets the option for the settings file.</summary>
    public Option<string?> Config { get; init; } = SettingsArguments.Config(
        "Settings file (YAML) with servers, account, time zone and thresholds for options that are not given.");

    /// <summary>Gets whether --server may also name the server that the paths are from.</summary>
    public bool IsNameOfPaths { get; init; }

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(Config);
        command.Add(Server);
        _login.AddTo(command);
        command.Add(_limit);
        Platform?.AddTo(command);
    }

    /// <summary>Gets the options of a log platform; null if the command reads none.</summary>
    public PlatformArguments? Platform { get; init; }

    /// <summary>Gets a value indicating whether the command reads nothing but a log platform.</summary>
    public bool IsPlatformOnly { get; init; }

    /// <summary>Opens the log platform that is given in the place of paths; null when none is. Sends nothing yet.</summary>
    /// <exception cref="FormatException">An option is not valid.</exception>
    public PlatformLogs? OpenPlatform(ParseResult parsed, Argument<string[]>? paths, TimeRange range)
    {
        if (FindContradiction(parsed, paths) is string contradiction)
        {
            throw new FormatException(contradiction);
        }

        if (Platform?.IsGiven(parsed) != true)
        {
            return null;
        }

        VSphereClientOptions trust = _login.OptionsFor(parsed, "localhost");
        return Platform.Open(
            parsed,
            range,
            parsed.GetValue(Server) ?? [],
            () => _login.Credential(parsed),
            trust.Thumbprint,
            trust.SkipCertificateCheck,
            parsed.GetValue(_limit));
    }

    /// <summary>Returns the servers that are given in the place of paths; null if paths are given.</summary>
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

        return new(_login.Read(parsed, servers), parsed.GetValue(_limit) ?? DefaultThrottleLimit);
    }

    /// <summary>Returns the number of servers or bundles that are read at one time; null if it is not given.</summary>
    public int? ThrottleLimit(ParseResult parsed) => parsed.GetValue(_limit);

    /// <summary>Returns the name of the vCenter that the paths are from; null if it is not given, and for running servers.</summary>
    public string? NameOf(ParseResult parsed, Argument<string[]> paths) =>
        parsed.GetValue(paths) is { Length: > 0 } ? parsed.GetValue(Server)?.FirstOrDefault() : null;

    /// <summary>Returns the reason why options do not go together; null if they do.</summary>
    private string? FindContradiction(ParseResult result, Argument<string[]>? paths)
    {
        int servers = result.GetValue(Server)?.Length ?? 0;
        bool hasPaths = paths is not null && result.GetValue(paths) is { Length: > 0 };
        bool hasUser = result.GetValue(_login.User) is not null;
        bool isPlatform = Platform?.IsGiven(result) == true;
        return Platform?.FindContradiction(result, hasUser) is string wrong ? wrong
            : hasPaths && isPlatform ? "Give either logs to read (PATH) or a log platform (--platform), not both."
            : !isPlatform && IsPlatformOnly ? "Give the log platform: --platform, --uri and --after."
            : !hasPaths && servers == 0 && !isPlatform
                ? "Give the logs to read (PATH), or a running server (--server)"
                    + (Platform is null ? "." : ", or a log platform (--platform).")
            : hasPaths && servers > 0 && !IsNameOfPaths ? "Give either logs to read (PATH) or running servers (--server), not both."
            : hasPaths && servers > 1 ? "Give one --server: it names the vCenter of the logs."
            : hasPaths && hasUser ? "--user is for running servers (--server without PATH)."
            : null;
    }
}
