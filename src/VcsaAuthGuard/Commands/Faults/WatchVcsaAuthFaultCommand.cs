using System.Collections;
using System.Management.Automation;
using VcsaAuthGuard.Appliances;
using VcsaAuthGuard.Appliances.Ssh;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.LiveServers;
using VcsaAuthGuard.Logs.Following;
using VcsaAuthGuard.Logs.Reading;
using VcsaAuthGuard.Settings;
using VcsaAuthGuard.Text;
using VcsaAuthGuard.Views;
using VcsaAuthGuard.VSphere;
using VcsaAuthGuard.VSphere.SharedSessions;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Watching;

namespace VcsaAuthGuard.Commands;

[Cmdlet(VerbsCommon.Watch, "VcsaAuthFault", DefaultParameterSetName = ApplianceSet)]
[OutputType(typeof(AuthFault), typeof(WatchedBurst), typeof(WatchedGap))]
public sealed class WatchVcsaAuthFaultCommand : CancellableCommand
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string ApplianceSet = "Server";
    private const string ConfigurationSet = "Configuration";
    private const string AllKinds = "All";

    /// <summary>Faults that are watched are shown with their vCenter, in one table with bursts, as Watch.Format.ps1xml has it.</summary>
    private const string FaultTypeName = "VcsaAuthGuard.Watch.Fault";

    private const string EventTypeName = "VcsaAuthGuard.Watch.Event";

    private static readonly TimeSpan ApiTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromMilliseconds(400);

    private readonly List<string> _paths = [];
    private readonly List<IRemoteLogs> _servers = [];
    private WatchServiceOptions? _configured;
    private DateTime _end = DateTime.MaxValue;

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = ConfigurationSet)]
    [ValidateNotNullOrEmpty]
    public string? ConfigurationFile { get; set; }

    [Parameter]
    [ValidateSet(
        AllKinds, nameof(AuthFaultKind.NotAuthenticated), nameof(AuthFaultKind.GatewayFailure), nameof(AuthFaultKind.SessionLimit),
        nameof(AuthFaultKind.ConnectionLimit), nameof(AuthFaultKind.LoginRefused))]
    public string[] Kind { get; set; } = [nameof(AuthFaultKind.NotAuthenticated)];

    [Parameter]
    [ValidateRange(0, 1_000_000)]
    public int Threshold { get; set; } = BurstRule.Default.Threshold;

    [Parameter]
    [Duration]
    public TimeSpan Period { get; set; } = BurstRule.Default.Period;

    [Parameter]
    [Duration]
    public TimeSpan? Duration { get; set; }

    [Parameter]
    public SwitchParameter FromStart { get; set; }

    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(Mandatory = true, ParameterSetName = ApplianceSet)]
    [Alias("VCenter")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerCompleter))]
    public object[] Server { get; set; } = [];

    [Parameter(ParameterSetName = ApplianceSet)]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    [Parameter(ParameterSetName = ApplianceSet)]
    [Parameter(ParameterSetName = ConfigurationSet)]
    [ValidateNotNullOrEmpty]
    public string? SecretName { get; set; }

    [Parameter(ParameterSetName = ApplianceSet)]
    [Parameter(ParameterSetName = ConfigurationSet)]
    [ValidateNotNullOrEmpty]
    public string? SecretVault { get; set; }

    [Parameter(ParameterSetName = ApplianceSet)]
    [ValidateNotNullOrEmpty]
    public string? UserName { get; set; }

    [Parameter(ParameterSetName = ApplianceSet)]
    [ValidateNotNullOrEmpty]
    public string? KeyFile { get; set; }

    [Parameter(ParameterSetName = ApplianceSet)]
    [ValidateRange(1, 65535)]
    public int? Port { get; set; }

    [Parameter(ParameterSetName = ApplianceSet)]
    [ValidateNotNullOrEmpty]
    public string? HostKeyFingerprint { get; set; }

    [Parameter(ParameterSetName = ApplianceSet)]
    [ValidateNotNullOrEmpty]
    public string[]? KnownHosts { get; set; }

    [Parameter(ParameterSetName = ApplianceSet)]
    public WatchTransport Transport { get; set; }

    [Parameter(ParameterSetName = ApplianceSet)]
    [ValidateNotNullOrEmpty]
    public string? Thumbprint { get; set; }

    [Parameter(ParameterSetName = ApplianceSet)]
    public SwitchParameter SkipCertificateCheck { get; set; }

    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? Action { get; set; }

    [Parameter]
    [ValidateSet(AllKinds, "Fault", "BurstStart", "BurstEnd", "Gap")]
    public string[] ActionOn { get; set; } = [AllKinds];

    [Parameter]
    [ValidateNotNull]
    public Uri? Webhook { get; set; }

    [Parameter]
    public WebhookFormat WebhookFormat { get; set; }

    [Parameter]
    [ValidateNotNull]
    public PSCredential? WebhookCredential { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? WebhookHeaderFile { get; set; }

    [Parameter]
    public SwitchParameter WebhookFault { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? MetricsListen { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TextFile { get; set; }

    [Parameter]
    public SwitchParameter ClientMetric { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? State { get; set; }

    private string[] ServerNames =>
        Array.ConvertAll(Server, server => ServerInput.Name(PSObject.AsPSObject(server)) ?? server.ToString() ?? "");

    private bool HasWebhook => Webhook is not null || WebhookHeaderFile is not null;

    /// <summary>Gets whether a parameter was given that only SSH has.</summary>
    private string? SshParameter => Array.Find(
        [nameof(UserName), nameof(KeyFile), nameof(Port), nameof(HostKeyFingerprint), nameof(KnownHosts)],
        MyInvocation.BoundParameters.ContainsKey);

    protected override void BeginProcessing()
    {
        if (Period <= TimeSpan.Zero)
        {
            ThrowTerminatingError(ErrorRecords.OutOfRange(nameof(Period), Period, "Use a time span greater than zero, such as 5m."));
        }

        if (Duration is TimeSpan duration && duration < TimeSpan.FromMilliseconds(1))
        {
            ThrowTerminatingError(ErrorRecords.OutOfRange(nameof(Duration), duration, "Give a time span such as 1h."));
        }

        if (Webhook is not null && !(Webhook.IsAbsoluteUri && Webhook.Scheme is "http" or "https"))
        {
            ThrowTerminatingError(ErrorRecords.WebhookAddress());
        }

        string? lonely = Array.Find(
            [nameof(WebhookFormat), nameof(WebhookCredential), nameof(WebhookFault)], MyInvocation.BoundParameters.ContainsKey);
        if (lonely is not null && !HasWebhook)
        {
            ThrowTerminatingError(ErrorRecords.WebhookMissing(lonely));
        }

        if (SecretVault is not null && SecretName is null)
        {
            ThrowTerminatingError(ErrorRecords.Needed(nameof(SecretName), $"-{nameof(SecretVault)}"));
        }

        if (SecretName is not null)
        {
            if (Credential is not null)
            {
                ThrowTerminatingError(ErrorRecords.OneOf(nameof(Credential), nameof(SecretName)));
            }

            Credential = SecretInput.ReadCredential(this, SecretName, SecretVault);
        }

        if (ConfigurationFile is not null)
        {
            ReadConfiguration(ConfigurationFile);
        }
        else if (ParameterSetName == ApplianceSet)
        {
            OpenServers();
        }
        else if (Server.Length > 1)
        {
            ThrowTerminatingError(ErrorRecords.OneName(ServerNames));
        }
    }

    protected override void ProcessRecord()
    {
        bool isLiteral = ParameterSetName == LiteralPathSet;
        if (ParameterSetName is ApplianceSet or ConfigurationSet)
        {
            return;
        }

        foreach (string path in isLiteral ? LiteralPath : Path)
        {
            _paths.AddRange(LogPaths.Resolve(this, path, isLiteral));
        }
    }

    protected override void EndProcessing()
    {
        if (_paths.Count == 0 && _servers.Count == 0)
        {
            return; // The errors have been written.
        }

        LogReadReport report = new() { OnProblem = problem => WriteError(ErrorRecords.From(problem)) };
        using WatchNotifications notifications = Start();
        try
        {
            LogProbe.Check(_paths, report);
            using FaultWatcher watcher = new(_paths, _servers, Options(), report);
            notifications.Serve(watcher);
            Watch(watcher, notifications);
        }
        catch (WatchStateException e)
        {
            ThrowTerminatingError(ErrorRecords.From(e));
        }

        foreach ((long count, string text) in notifications.Complete(ShutdownTimeout, StopToken))
        {
            WarnIf(count, $"events were {text}");
        }

        WarnIf(report.Counts.CutEntries, "entries are longer than 1 MiB; only their first MiB was used.");
        WarnIf(
            report.Counts.Orphans,
            "continuation lines contain a search term but were skipped: the first line of their entry is missing."
        );
    }

    private WatchNotifications Start()
    {
        WebhookOptions webhook = new()
        {
            Address = Webhook,
            Format = WebhookFormat,
            HeaderFile = WebhookHeaderFile is null ? null : GetUnresolvedProviderPathFromPSPath(WebhookHeaderFile),
            Credential = WebhookCredential?.GetNetworkCredential(),
            IncludesFaults = WebhookFault,
        };
        try
        {
            WatchNotifications notifications = new(new()
            {
                Webhooks = HasWebhook ? [webhook] : _configured?.Webhooks ?? [],
                MetricsListen = MetricsListen ?? _configured?.MetricsListen,
            });
            if (notifications.MetricsAddress is string address)
            {
                WriteVerbose($"Metrics are served at {address}.");
            }

            return notifications;
        }
        catch (FormatException e)
        {
            ThrowTerminatingError(ErrorRecords.NotificationsUnusable(e));
            throw;
        }
        catch (IOException e)
        {
            ThrowTerminatingError(ErrorRecords.MetricsListen(e, MetricsListen!));
            throw;
        }
    }

    private void OpenServers()
    {
        bool isApi = Transport == WatchTransport.Api || (Transport == WatchTransport.Auto && SshParameter is null);
        if (!isApi)
        {
            OpenAppliances();
            return;
        }

        if (SshParameter is string name)
        {
            ThrowTerminatingError(ErrorRecords.OneOf(name, nameof(Transport)));
        }

        CertificateParameters certificates = CertificateParameters.Check(this, Thumbprint, SkipCertificateCheck);
        SessionInput input = new(this, Credential, certificates) { Timeout = ApiTimeout };
        _servers.AddRange(input.FindAll(Server).Select(access => new FollowedServer(new() { Access = access })
        {
            CountsSessions = ClientMetric,
        }));
    }

    private void OpenAppliances()
    {
        SshInput ssh = new()
        {
            Credential = Credential,
            UserName = UserName,
            KeyFile = KeyFile,
            Port = Port,
            HostKeyFingerprint = HostKeyFingerprint,
            KnownHosts = KnownHosts,
        };
        if (ssh.Check() is ErrorRecord wrong)
        {
            ThrowTerminatingError(wrong);
        }

        ServiceTransport transport = Transport switch
        {
            WatchTransport.OpenSsh => ServiceTransport.OpenSsh,
            WatchTransport.SshNet => ServiceTransport.SshNet,
            _ => ServiceTransport.Auto,
        };
        foreach (string name in ServerNames.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            try
            {
                ApplianceAddress address = ApplianceAddress.Parse(name, ServiceTransport.OpenSsh);
                SshTarget target = ssh.TargetFor(address, GetUnresolvedProviderPathFromPSPath);
                _servers.Add(new ApplianceLogs(ApplianceShell.Open(target, transport), address.Name));
            }
            catch (FormatException e)
            {
                WriteError(ErrorRecords.InvalidServerName(name, e));
            }
            catch (ApplianceException e)
            {
                WriteError(ErrorRecords.From(e, name));
            }
        }
    }

    private void ReadConfiguration(string file)
    {
        int problems = 0;
        Dictionary<string, string> environment = [];
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            environment[(string)variable.Key] = (string?)variable.Value ?? "";
        }

        GuardSettings settings = SettingsFile.Read(
            GetUnresolvedProviderPathFromPSPath(file),
            environment,
            problem =>
            {
                problems++;
                WriteError(ErrorRecords.InvalidSetting(problem));
            },
            (name, vault) => SecretInput.Read(this, name, vault));
        if (problems > 0 || settings.Servers.Count + settings.Logs.Count == 0)
        {
            ThrowTerminatingError(ErrorRecords.SettingsUnusable(file, problems));
        }

        try
        {
            _servers.AddRange(settings.Servers.Select(server => Open(server, settings.CountsClients)));
            _configured = settings.ToWatchService();
            _paths.AddRange(_configured.Paths);
        }
        catch (Exception e) when (e is FormatException or SessionStoreException or ApplianceException)
        {
            _servers.ForEach(server => server.Dispose());
            ThrowTerminatingError(ErrorRecords.SettingsUnusable(file, e));
        }

        if (_configured?.OtlpEndpoint is not null)
        {
            WriteWarning("metrics.otlpEndpoint is left out: vcsa-authguard watch sends metrics to a collector, this command does not.");
        }
    }

    private IRemoteLogs Open(ServerSettings server, bool countsSessions)
    {
        if (server.IsSsh)
        {
            ServiceTransport transport = server.Transport switch
            {
                WatchTransport.OpenSsh => ServiceTransport.OpenSsh,
                WatchTransport.SshNet => ServiceTransport.SshNet,
                _ => ServiceTransport.Auto,
            };
            return new ApplianceLogs(ApplianceShell.Open(server.ToSshTarget(), transport), server.Name);
        }

        SessionAccess access = server.User is null && server.Password is null && Credential is not null
            ? server.ToAccess(Credential.GetNetworkCredential())
            : server.ToAccess();
        return new FollowedServer(new() { Access = access }) { CountsSessions = ClientMetric || countsSessions };
    }

    private WatchOptions Options()
    {
        WatchOptions given = GivenOptions();
        if (_configured?.Watch is not WatchOptions configured)
        {
            return given;
        }

        bool IsGiven(string name) => MyInvocation.BoundParameters.ContainsKey(name);
        return configured with
        {
            Kinds = IsGiven(nameof(Kind)) ? given.Kinds : configured.Kinds,
            Rule = new()
            {
                Threshold = IsGiven(nameof(Threshold)) ? Threshold : configured.Rule.Threshold,
                Period = IsGiven(nameof(Period)) ? Period : configured.Rule.Period,
            },
            FromStart = IsGiven(nameof(FromStart)) ? FromStart : configured.FromStart,
            CountsClients = ClientMetric || configured.CountsClients,
            StatePath = given.StatePath ?? configured.StatePath,
            TextFilePath = given.TextFilePath ?? configured.TextFilePath,
        };
    }

    private WatchOptions GivenOptions() => new()
    {
        Kinds = Array.Exists(Kind, kind => string.Equals(kind, AllKinds, StringComparison.OrdinalIgnoreCase))
            ? FaultQuery.AllKinds
            : [.. Kind.Select(LanguagePrimitives.ConvertTo<AuthFaultKind>).Distinct()],
        Rule = new() { Threshold = Threshold, Period = Period },
        Server = Server.Length == 0 ? null : ServerNames[0],
        FromStart = FromStart,
        CountsClients = ClientMetric,
        StatePath = State is null ? null : GetUnresolvedProviderPathFromPSPath(State),
        TextFilePath = TextFile is null ? null : GetUnresolvedProviderPathFromPSPath(TextFile),
    };

    private void Watch(FaultWatcher watcher, WatchNotifications notifications)
    {
        if (Duration is TimeSpan duration)
        {
            _end = DateTime.UtcNow + duration;
        }

        using WatchProgress progress = new(this, [.. _paths, .. _servers.Select(server => server.Server)], DateTime.UtcNow);
        do
        {
            IReadOnlyList<WatchEvent> events = watcher.Poll();
            WriteEvents(events, notifications);
            progress.Update(events);
            watcher.Acknowledge();
            foreach (string notice in notifications.DequeueNotices().Concat(new[] { watcher.DequeueNotice() }.OfType<string>()))
            {
                WriteWarning(TerminalText.OneLine(notice));
            }
        }
        while (Wait(watcher.IsBehind ? TimeSpan.Zero : FaultWatcher.Interval));

        if (!StopToken.IsCancellationRequested)
        {
            WriteEvents(watcher.Complete(), notifications);
        }

        watcher.Acknowledge(isLast: true);
    }

    private bool Wait(TimeSpan span)
    {
        TimeSpan left = _end - DateTime.UtcNow;
        return left > TimeSpan.Zero && !StopToken.WaitHandle.WaitOne(left < span ? left : span);
    }

    private void WriteEvents(IReadOnlyList<WatchEvent> events, WatchNotifications notifications)
    {
        foreach (WatchEvent watchEvent in events)
        {
            PSObject item = PSObject.AsPSObject((object?)watchEvent.Fault ?? (object?)watchEvent.Burst ?? watchEvent.Gap!);
            if (watchEvent.Fault is not null)
            {
                item.TypeNames.Insert(0, EventTypeName);
                item.TypeNames.Insert(0, FaultTypeName);
                item.Properties.Add(new PSNoteProperty(nameof(WatchEvent.Server), watchEvent.Server));
                item.Properties.Add(new PSNoteProperty(nameof(WatchEvent.IsRepeat), watchEvent.IsRepeat));
            }

            notifications.Post(watchEvent);
            WriteObject(item);
            if (Action is not null && IsActedOn(watchEvent))
            {
                Run(Action, item);
            }
        }
    }

    private bool IsActedOn(WatchEvent watchEvent)
    {
        string kind = watchEvent switch
        {
            { Fault: not null } => "Fault",
            { Burst: { IsOpen: true } } => "BurstStart",
            { Burst: not null } => "BurstEnd",
            _ => "Gap",
        };
        return Array.Exists(
            ActionOn,
            wanted => string.Equals(wanted, kind, StringComparison.OrdinalIgnoreCase)
                || string.Equals(wanted, AllKinds, StringComparison.OrdinalIgnoreCase)
        );
    }

    private void Run(ScriptBlock action, PSObject item)
    {
        try
        {
            foreach (PSObject result in action.InvokeWithContext(null, [new PSVariable("_", item)]))
            {
                WriteObject(result);
            }
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            WriteError(ErrorRecords.ActionFailed(e, item)); // The watch goes on.
        }
    }
}
