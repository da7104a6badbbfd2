using System.CommandLine;
using System.Net;
using VcsaAuthGuard.Http;
using VcsaAuthGuard.LogPlatforms;
using VcsaAuthGuard.LogPlatforms.Reading;
using VcsaAuthGuard.Logs;

namespace VcsaAuthGuard.Cli.Options;

/// <summary>Represents the options that name a log platform and the part of its logs to read.</summary>
internal sealed class PlatformArguments
{
    private const int MaxPageSize = 10_000;
    private const int MaxTimeoutSeconds = 3600;

    private readonly Option<string?> _uri = new("--uri")
    {
        Description = "Name or address of the platform, such as loki.example.org or https://logs.example.org/loki.",
    };
    private readonly Option<string?> _tokenFile = new("--token-file")
    {
        Description = "File whose first line is a bearer token for the platform, or - for standard input, in the place of --user.",
    };
    private readonly Option<AriaLogsProvider?> _provider = Arguments.OneOf<AriaLogsProvider>(
        "--provider", "AriaLogs: provider that authenticates --user: Local (default), ActiveDirectory or VIDM.");
    private readonly Option<string?> _tenant = new("--tenant")
    {
        Description = "Loki: tenant (X-Scope-OrgID). VictoriaLogs: ACCOUNT:PROJECT.",
    };
    private readonly Option<string?> _selector = new("--selector")
    {
        Description = "Loki, VictoriaLogs: further matchers of the stream selector, such as job=~\"vpxd.*\".",
    };
    private readonly Option<string[]> _index = new("--index")
    {
        Description = "OpenSearch, Splunk: index to search, wildcards allowed. Can be repeated. Default: all.",
    };
    private readonly Option<string?> _hostField = new("--host-field") { Description = "Field or label with the vCenter's name." };
    private readonly Option<string[]> _logField = new("--log-field")
    {
        Description = "Field or label with the log's name. Can be repeated; the first that an event has is used.",
    };
    private readonly Option<string?> _textField = new("--text-field") { Description = "OpenSearch, VictoriaLogs: field with the text." };
    private readonly Option<int?> _pageSize = Arguments.IntegerInRange(
        "--page-size", 1, MaxPageSize, "Number of events that one request asks for. Default: 1000.");
    private readonly Option<int?> _timeout = Arguments.IntegerInRange(
        "--timeout", 1, MaxTimeoutSeconds, "Time limit of a request to the platform in seconds. Default: 60.");

    /// <summary>Gets the option that names the platform.</summary>
    public Option<LogPlatform?> Platform { get; } = Arguments.OneOf<LogPlatform>(
        "--platform",
        $"Log platform to query in the place of PATH: {string.Join(", ", Enum.GetNames<LogPlatform>())}. Needs --uri and --after.");

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command) => Array.ForEach<Option>(
        [
            Platform, _uri, _tokenFile, _provider, _tenant, _selector, _index, _hostField, _logField, _textField, _pageSize, _timeout,
        ],
        command.Add);

    /// <summary>Returns a value indicating whether a platform is to be read.</summary>
    public bool IsGiven(ParseResult parsed) => parsed.GetValue(Platform) is not null;

    /// <summary>Returns the reason why options do not go together; null when they do.</summary>
    public string? FindContradiction(ParseResult parsed, bool hasUser)
    {
        bool hasToken = parsed.GetValue(_tokenFile) is not null;
        return parsed.GetValue(Platform) is not LogPlatform platform
            ? parsed.GetValue(_uri) is not null || hasToken ? "--uri and --token-file need --platform." : null
            : parsed.GetValue(_uri) is null ? "--platform needs --uri."
            : hasUser && hasToken ? "Give either --user or --token-file, not both."
            : platform == LogPlatform.AriaLogs && !hasUser ? "AriaLogs requires a login: give --user."
            : Misplaced(parsed, platform);
    }

    /// <summary>Opens the platform. Sends nothing yet.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="range">The part of the logs.</param>
    /// <param name="servers">The hosts to read; empty for all.</param>
    /// <param name="credential">Returns the account, null for none; called when all else is valid.</param>
    /// <param name="thumbprint">The thumbprint of the only certificate to accept; null for any that is trusted.</param>
    /// <param name="skipCertificateCheck">Whether to accept every certificate.</param>
    /// <param name="throttleLimit">The number of requests at one time; null for the default.</param>
    /// <exception cref="FormatException">An option is not valid.</exception>
    public PlatformLogs Open(
        ParseResult parsed,
        TimeRange range,
        IReadOnlyList<string> servers,
        Func<NetworkCredential?> credential,
        CertificateThumbprint? thumbprint,
        bool skipCertificateCheck,
        int? throttleLimit)
    {
        LogPlatform platform = parsed.GetValue(Platform)!.Value;
        string? token = parsed.GetValue(_tokenFile) is string file ? Password.Read("the token", file) : null;
        DateTimeOffset after = range.After
            ?? throw new FormatException("--platform needs --after: a platform can hold years of logs.");
        DateTimeOffset before = range.Before ?? DateTimeOffset.UtcNow;
        if (after >= before)
        {
            throw new FormatException("--after is not earlier than --before.");
        }

        _ = PlatformAddress.Parse(platform, parsed.GetValue(_uri)!, hasSecret: false);
        NetworkCredential? login = credential();
        Uri address = PlatformAddress.Parse(platform, parsed.GetValue(_uri)!, hasSecret: login is not null || token is not null);
        PlatformOptions options = new()
        {
            Platform = platform,
            Address = address,
            Credential = login,
            Token = token,
            Provider = parsed.GetValue(_provider) ?? AriaLogsProvider.Local,
            Tenant = parsed.GetValue(_tenant),
            Selector = parsed.GetValue(_selector),
            Index = parsed.GetValue(_index) is { Length: > 0 } index ? string.Join(",", index) : "*",
            HostField = parsed.GetValue(_hostField),
            LogField = parsed.GetValue(_logField) ?? [],
            TextField = parsed.GetValue(_textField),
            Servers = servers,
            After = after,
            Before = before,
            ThrottleLimit = throttleLimit ?? PlatformOptions.DefaultThrottleLimit,
            PageSize = parsed.GetValue(_pageSize) ?? 1000,
            Timeout = TimeSpan.FromSeconds(parsed.GetValue(_timeout) ?? 60),
        };
        return new(options, HttpsHandler.Create(address, thumbprint, skipCertificateCheck));
    }

    private string? Misplaced(ParseResult parsed, LogPlatform given)
    {
        (Option Option, LogPlatform[] Of)[] options =
        [
            (_provider, [LogPlatform.AriaLogs]),
            (_tenant, [LogPlatform.Loki, LogPlatform.VictoriaLogs]),
            (_selector, [LogPlatform.Loki, LogPlatform.VictoriaLogs]),
            (_index, [LogPlatform.OpenSearch, LogPlatform.Splunk]),
            (_textField, [LogPlatform.OpenSearch, LogPlatform.VictoriaLogs]),
        ];
        (Option Option, LogPlatform[] Of) wrong = Array.Find(
            options, item => !item.Of.Contains(given) && parsed.GetResult(item.Option) is { Implicit: false });
        return wrong.Option is null
            ? null
            : $"{wrong.Option.Name} applies to {string.Join(" and ", wrong.Of)}, but --platform is {given}.";
    }
}
