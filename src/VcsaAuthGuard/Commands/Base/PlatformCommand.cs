using System.Management.Automation;
using System.Security;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.LogPlatforms;
using VcsaAuthGuard.Logs;

namespace VcsaAuthGuard.Commands;

/// <summary>Declares the parameters that name a log platform, once for all cmdlets that read one.</summary>
public abstract class PlatformCommand : CancellableCommand, IPlatformParameters
{
    private protected const string PlatformSet = "Platform";
    private protected const int MaxThrottleLimit = 64;

    private protected PlatformCommand()
    {
    }

    [Parameter(Mandatory = true, ParameterSetName = PlatformSet)]
    public LogPlatform Platform { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = PlatformSet)]
    [ValidateNotNullOrEmpty]
    public string Uri { get; set; } = "";

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
    [ArgumentCompleter(typeof(FieldNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string? HostField { get; set; }

    [Parameter(ParameterSetName = PlatformSet)]
    [ArgumentCompleter(typeof(FieldNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] LogField { get; set; } = [];

    [Parameter(ParameterSetName = PlatformSet)]
    [ArgumentCompleter(typeof(FieldNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string? TextField { get; set; }

    [Parameter(ParameterSetName = PlatformSet)]
    [ValidateRange(1, PlatformInput.MaxPageSize)]
    public int PageSize { get; set; } = 1000;

    public abstract PSCredential? Credential { get; set; }

    public abstract int? ThrottleLimit { get; set; }

    public abstract int TimeoutSeconds { get; set; }

    public abstract string? Thumbprint { get; set; }

    public abstract SwitchParameter SkipCertificateCheck { get; set; }

    IReadOnlyList<string> IPlatformParameters.ServerNames => ServerNames;

    TimeRange IPlatformParameters.Range => PlatformRange;

    /// <summary>Gets the names of the servers that are asked for.</summary>
    internal abstract string[] ServerNames { get; }

    /// <summary>Gets the part of the logs that is asked for.</summary>
    private protected abstract TimeRange PlatformRange { get; }
}
