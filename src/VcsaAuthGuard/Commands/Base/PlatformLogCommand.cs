using System.Management.Automation;
using System.Net;
using System.Security;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.Http;
using VcsaAuthGuard.LogPlatforms;
using VcsaAuthGuard.LogPlatforms.Aria;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Views;
using VcsaAuthGuard.VSphere;

namespace VcsaAuthGuard.Commands;

/// <summary>Provides the parameters of cmdlets that read logs from files, lines or a log platform.</summary>
public abstract class PlatformLogCommand : LogCommand
{
    private protected const string PlatformSet = "Platform";

    private const int LargestPage = 10_000;
    private const int LongestTimeoutSeconds = 3600;

    private PlatformOptions? _options;
    private CertificateThumbprint? _pin;

    [Parameter(Mandatory = true, ParameterSetName = PlatformSet)]
    public LogPlatform Platform { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = PlatformSet)]
    [ValidateNotNullOrEmpty]
    public string Uri { get; set; } = "";

    [Parameter(Mandatory = true, ParameterSetName = PlatformSet)]
    public virtual DateTimeOffset? After { get; set; }

    [Parameter(ParameterSetName = PlatformSet)]
    public virtual DateTimeOffset? Before { get; set; }

    [Parameter(ParameterSetName = PlatformSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerCompleter))]
    public virtual string[] Server { get; set; } = [];

    [Parameter(ParameterSetName = PlatformSet)]
    [ValidateNotNull]
    [Credential]
    public PSCredential? Credential { get; set; }

    [Parameter(ParameterSetName = PlatformSet)]
    [ValidateNotNull]
    public SecureString? Token { get; set; }

    [Parameter(ParameterSetName = PlatformSet)]
    public AriaLogsProvider Provider { get; set; }

    [Parameter(ParameterSetName = PlatformSet)]
    [ValidateNotNullOrEmpty]
    public string? Tenant { get; set; }

    [Parameter(ParameterSetName = PlatformSet)]
    [ValidateNotNullOrEmpty]
    public string? Selector { get; set; }

    [Parameter(ParameterSetName = PlatformSet)]
    [ValidateNotNullOrEmpty]
    public string[] Index { get; set; } = ["*"];

    [Parameter(ParameterSetName = PlatformSet)]
    [ValidateNotNullOrEmpty]
    public string? HostField { get; set; }

    [Parameter(ParameterSetName = PlatformSet)]
    [ValidateNotNullOrEmpty]
    public string[] LogField { get; set; } = [];

    [Parameter(ParameterSetName = PlatformSet)]
    [ValidateNotNullOrEmpty]
    public string? TextField { get; set; }

    [Parameter(ParameterSetName = PlatformSet)]
    [ValidateRange(1, LargestPage)]
    public int PageSize { get; set; } = 1000;

    [Parameter(ParameterSetName = PlatformSet)]
    [ValidateRange(1, LongestTimeoutSeconds)]
    public int TimeoutSec { get; set; } = 60;

    [Parameter(ParameterSetName = PlatformSet)]
    [ValidateNotNullOrEmpty]
    public string? Thumbprint { get; set; }

    [Parameter(ParameterSetName = PlatformSet)]
    public SwitchParameter SkipCertificateCheck { get; set; }

    private protected bool IsPlatform => ParameterSetName == PlatformSet;

    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (IsPlatform)
        {
            CheckParameters();
            _pin = CertificateParameters.Check(this, Thumbprint, SkipCertificateCheck);
            _options = Options();
        }
    }

    /// <summary>Reads what a platform has.</summary>
    private protected abstract void ReadPlatform(ICollectedLogs logs);

    private protected override void ReadEverything()
    {
        if (_options is null)
        {
            base.ReadEverything();
            return;
        }

        using PlatformProgress progress = new(this, _options);
        using PlatformLogs logs = new(
            _options,
            VSphereHttp.CreateHandler(new VSphereClientOptions { Address = _options.Address, Thumbprint = _pin, SkipCertificateCheck = SkipCertificateCheck }))
        {
            OnPage = progress.Show,
        };
        try
        {
            ReadPlatform(logs);
        }
        catch (PlatformException e)
        {
            WriteError(ErrorRecords.Of(e));
        }
        catch (VSphereException e)
        {
            WriteError(ErrorRecords.Of(e));
        }

        WriteVerbose($"{_options.Platform} {_options.Address.Authority}: {logs.Events} events from {_options.After:u} to {_options.Before:u}.");
        WarnIf(logs.DoubtfulEntries, "entries were taken apart by the collector and share their time with others. The platform promises no order of those: lines may have been put to the wrong one.");
        WarnIf(logs.PartsWithoutHost, $"events are a part of an entry and have no host in the field asked for, so the rest could not be asked for. Name the field with -{nameof(HostField)}.");
    }

    private void CheckParameters()
    {
        Only(LogPlatform.AriaLogs, nameof(Provider));
        Only(LogPlatform.Loki, nameof(Tenant), nameof(Selector));
        Only(LogPlatform.OpenSearch, nameof(Index), nameof(TextField));
        if (Credential is not null && Token is not null)
        {
            ThrowTerminatingError(ErrorRecords.OneOf(nameof(Credential), nameof(Token)));
        }

        if (Platform == LogPlatform.AriaLogs && Credential is null)
        {
            ThrowTerminatingError(ErrorRecords.NoPlatformCredential());
        }

        if (After >= (Before ?? DateTimeOffset.UtcNow))
        {
            ThrowTerminatingError(ErrorRecords.EmptyWindow(After!.Value));
        }
    }

    private void Only(LogPlatform platform, params string[] names)
    {
        if (Platform != platform && Array.Find(names, MyInvocation.BoundParameters.ContainsKey) is string name)
        {
            ThrowTerminatingError(ErrorRecords.NotOfPlatform(name, platform, Platform));
        }
    }

    private PlatformOptions Options()
    {
        System.Uri? address = null;
        try
        {
            address = PlatformAddress.Parse(Platform, Uri, hasSecret: Credential is not null || Token is not null);
        }
        catch (FormatException e)
        {
            ThrowTerminatingError(ErrorRecords.InvalidPlatformName(Uri, e));
        }

        return new()
        {
            Platform = Platform,
            Address = address!,
            // The whole user name, domain and all: PSCredential's own network credential would take the domain off.
            Credential = Credential is null ? null : new NetworkCredential(Credential.UserName, Credential.Password),
            Token = Token is null ? null : new NetworkCredential("", Token).Password,
            Provider = Provider,
            Tenant = Tenant,
            Index = string.Join(",", Index),
            Selector = Selector,
            HostField = HostField,
            LogField = LogField,
            TextField = TextField,
            Servers = Server,
            After = After!.Value,
            Before = Before ?? DateTimeOffset.UtcNow,
            PageSize = PageSize,
            Timeout = TimeSpan.FromSeconds(TimeoutSec),
        };
    }
}
