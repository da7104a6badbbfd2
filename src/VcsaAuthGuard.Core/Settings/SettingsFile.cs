using System.Net;
using System.Text;
using VcsaAuthGuard.Appliances.Ssh;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Http;
using VcsaAuthGuard.Schedules;
using VcsaAuthGuard.Text;
using VcsaAuthGuard.VSphere;
using VcsaAuthGuard.Watching;
using VcsaAuthGuard.Watching.Metrics;

namespace VcsaAuthGuard.Settings;

/// <summary>
/// Reads settings: a YAML file, and environment variables of the same keys, which come first. <c>metrics.textFile</c> is
/// <c>VCSA_AUTHGUARD_METRICS_TEXT_FILE</c>; the items of a list are separated by commas, or have a number as in
/// <c>VCSA_AUTHGUARD_SERVERS_0_NAME</c>.
/// </summary>
public static class SettingsFile
{
    /// <summary>The environment variable that names the settings file where no option does.</summary>
    public const string FileVariable = SettingsSource.FileVariable;

    private const string AllKinds = "All";
    private const int MaxFileSize = 1 << 20;
    private const int MaxThreshold = 1_000_000;

    /// <summary>Reads settings.</summary>
    /// <param name="path">The file; null to read the environment only.</param>
    /// <param name="environment">The environment variables.</param>
    /// <param name="onProblem">Receives each problem, with its place and what is allowed there.</param>
    public static GuardSettings Read(string? path, IReadOnlyDictionary<string, string> environment, Action<InputProblem> onProblem) =>
        Read(path, environment, onProblem, null);

    /// <summary>Reads settings whose secrets may be in vaults of SecretManagement.</summary>
    /// <param name="path">The file; null to read the environment only.</param>
    /// <param name="environment">The environment variables.</param>
    /// <param name="onProblem">Receives each problem, with its place and what is allowed there.</param>
    /// <param name="readVault">Reads a secret by its name and its vault, null for any vault, when it is needed; null where there is no
    /// SecretManagement, so that such secrets are reported as problems.</param>
    public static GuardSettings Read(
        string? path,
        IReadOnlyDictionary<string, string> environment,
        Action<InputProblem> onProblem,
        Func<string, string?, NetworkCredential>? readVault)
    {
        _ = environment ?? throw new ArgumentNullException(nameof(environment));
        _ = onProblem ?? throw new ArgumentNullException(nameof(onProblem));
        SettingsSource source = new(path, environment, onProblem) { ReadVault = readVault };
        YamlItem? document = path is null ? null : ReadDocument(path, onProblem);
        if (document is { IsEmpty: false, Members: null })
        {
            source.Report("", document.Line, $"The file should be a mapping of keys and values, and is {document.Kind}.");
            document = null;
        }

        SettingsSection root = new(source, "", document);
        GuardSettings settings = ReadRoot(root);
        root.ReportUnknownKeys();
        source.ReportUnknownVariables();
        return settings;
    }

    private static YamlItem? ReadDocument(string path, Action<InputProblem> onProblem)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaxFileSize })
            {
                throw new IOException("It is larger than 1 MiB, and no settings file is.");
            }

            using StreamReader reader = new(path, Encoding.UTF8);
            return YamlDocument.Read(reader);
        }
        catch (YamlProblemException e)
        {
            const string Remedy = "Indent with blanks, put a blank behind each colon, and quote text that has : or #.";
            onProblem(new(InputProblemKind.Invalid, path, e.Line > 0 ? e.Line : null, e.Message, Remedy));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            bool isMissing = e is FileNotFoundException or DirectoryNotFoundException;
            InputProblemKind kind = isMissing ? InputProblemKind.NotFound : InputProblemKind.Unreadable;
            onProblem(new(kind, path, null, isMissing ? "The file does not exist." : e.Message, "Check the path and its permissions."));
        }

        return null;
    }

    private static GuardSettings ReadRoot(SettingsSection root)
    {
        GuardSettings settings = new() { User = root.Text("user"), Password = root.Secret("password") };
        (int? Threshold, TimeSpan? Period) burst = root.Section("burst", section =>
            (section.Integer("threshold", 0, MaxThreshold), section.Value("period", ParsePeriod)));
        (string? TextFile, string? Listen, Uri? Otlp, bool Clients) metrics = root.Section("metrics", section => (
            section.Path("textFile"),
            section.Value("listen", ParseListen),
            section.Value<Uri>("otlpEndpoint", WatchServiceOptions.ParseOtlpEndpoint),
            section.Boolean("clients") ?? false));
        if (settings.Password is { IsOfVault: false } && settings.User is null)
        {
            root.Report("user", "A password needs a user.");
        }

        return settings with
        {
            Servers = ReadServers(root, settings),
            Logs = root.Sections("logs", "path", ReadLog),
            TimeZone = root.Value("timeZone", ParseTimeZone),
            Kinds = ReadKinds(root),
            Threshold = burst.Threshold,
            Period = burst.Period,
            FromStart = root.Boolean("fromStart") ?? false,
            StatePath = root.Path("state"),
            MetricsTextFile = metrics.TextFile,
            MetricsListen = metrics.Listen,
            OtlpEndpoint = metrics.Otlp,
            CountsClients = metrics.Clients,
            Notifications = root.Sections("notifications", "address", ReadNotification),
        };
    }

    private static IReadOnlyList<ServerSettings> ReadServers(SettingsSection root, GuardSettings settings)
    {
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        return root.Sections("servers", "name", section =>
        {
            ServerSettings? server = ReadServer(section, settings);
            if (server is not null && !names.Add(server.Name))
            {
                section.Report("name", $"{server.Name} is given twice.");
            }

            return server;
        });
    }

    private static ServerSettings? ReadServer(SettingsSection section, GuardSettings settings)
    {
        string? name = section.Value("name", text => ServerAddress.Parse(text) is null ? null : text);
        string? user = section.Text("user");
        SecretSource? password = section.Secret("password");
        ServerSettings server = new()
        {
            Name = name ?? "",
            Transport = section.Name<WatchTransport>("transport") ?? WatchTransport.Auto,
            User = user ?? settings.User,
            Password = password ?? settings.Password,
            Thumbprint = section.Value("thumbprint", CertificateThumbprint.Parse),
            SkipCertificateCheck = section.Boolean("skipCertificateCheck") ?? false,
            SshUser = section.Text("sshUser"),
            KeyFile = section.Path("keyFile"),
            HostKey = section.Value("hostKey", HostKeyFingerprint.Parse),
            KnownHosts = section.Path("knownHosts"),
        };
        if (section.Text("name") is null)
        {
            section.Report("The server has no name.");
        }

        bool isApi = !server.IsSsh;
        if (isApi && server.User is not null && server.Password is null)
        {
            section.Report($"There is no password for {server.User}. Give passwordFile, passwordCredential or passwordSecret.");
        }

        if (user is null && password is { IsOfVault: false } && settings.User is null)
        {
            section.Report("user", "A password needs a user.");
        }

        if (server.Thumbprint is not null && server.SkipCertificateCheck)
        {
            section.Report("thumbprint", "It cannot be used together with skipCertificateCheck.");
        }

        if (isApi && (server.SshUser ?? server.KeyFile ?? server.KnownHosts ?? server.HostKey?.Value) is not null)
        {
            section.Report("transport", "sshUser, keyFile, hostKey and knownHosts need transport: Ssh.");
        }

        return name is null ? null : server;
    }

    private static LogSettings? ReadLog(SettingsSection section)
    {
        string? path = section.Path("path");
        string? server = section.Text("server");
        if (path is null)
        {
            section.Report("The logs have no path.");
        }

        return path is null ? null : new(path, server);
    }

    private static NotificationSettings? ReadNotification(SettingsSection section)
    {
        NotificationSettings notification = new()
        {
            Address = section.Value("address", ParseAddress),
            AddressSource = section.Secret("address"),
            Format = section.Name<WebhookFormat>("format") ?? WebhookFormat.Generic,
            HeaderFile = section.Path("headerFile"),
            User = section.Text("user"),
            Password = section.Secret("password"),
            IncludesFaults = section.Boolean("includeFaults") ?? false,
            MinInterval = section.Value("minInterval", ParsePeriod),
        };
        bool isGiven = (notification.Address ?? (object?)notification.AddressSource ?? notification.HeaderFile) is not null;
        if (!isGiven && section.Text("address") is null)
        {
            section.Report("Give one of address, addressFile, addressCredential and addressSecret, or a headerFile that has it.");
        }

        if (notification.Address is not null && notification.AddressSource is not null)
        {
            section.Report("address", "Give only one of address, addressFile, addressCredential and addressSecret.");
        }

        return isGiven ? notification : null;
    }

    private static IReadOnlyCollection<AuthFaultKind>? ReadKinds(SettingsSection root)
    {
        IReadOnlyList<AuthFaultKind[]> kinds = root.Values(
            "kinds",
            text => string.Equals(text, AllKinds, StringComparison.OrdinalIgnoreCase)
                ? FaultQuery.AllKinds.ToArray()
                : [SettingsSection.ParseName<AuthFaultKind>(text, [AllKinds])]);
        return kinds.Count == 0 ? null : [.. kinds.SelectMany(kind => kind).Distinct()];
    }

    private static TimeSpan? ParsePeriod(string text)
    {
        TimeSpan period = DurationText.Parse(text);
        return period > TimeSpan.Zero ? period : throw new FormatException($"'{text}' is not a duration over zero.");
    }

    private static string? ParseTimeZone(string text)
    {
        if (TimeZoneNames.TryNormalize(text, out string zone))
        {
            return zone;
        }

        string near = NearNames.Find(text, TimeZoneNames.All) is string known ? $" Did you mean {known}?" : "";
        throw new FormatException($"There is no time zone '{text}'.{near} Give a name such as Europe/Berlin.");
    }

    private static string? ParseListen(string text) => MetricsListener.ParseEndPoint(text) is null ? null : text;

    /// <summary>Parses an address without repeating it in an error, because it may be a secret.</summary>
    private static Uri? ParseAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https"
            ? address
            : throw new FormatException("This is not an http or https address.");
}
