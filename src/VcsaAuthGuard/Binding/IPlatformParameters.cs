using System.Management.Automation;
using System.Security;
using VcsaAuthGuard.LogPlatforms;
using VcsaAuthGuard.Logs;

namespace VcsaAuthGuard.Binding;

/// <summary>Represents the parameters that name a log platform and the part of its logs to read.</summary>
internal interface IPlatformParameters
{
    LogPlatform Platform { get; }

    string Uri { get; }

    TimeRange Range { get; }

    IReadOnlyList<string> ServerNames { get; }

    PSCredential? Credential { get; }

    SecureString? Token { get; }

    AriaLogsProvider Provider { get; }

    string? Tenant { get; }

    string? Selector { get; }

    string[] Index { get; }

    string? HostField { get; }

    string[] LogField { get; }

    string? TextField { get; }

    int PageSize { get; }

    int? ThrottleLimit { get; }

    int TimeoutSeconds { get; }

    string? Thumbprint { get; }

    SwitchParameter SkipCertificateCheck { get; }
}
