using System.Net;
using VcsaAuthGuard.LogPlatforms.Aria;

namespace VcsaAuthGuard.LogPlatforms;

/// <summary>Which log platform is asked, for what, and how.</summary>
public sealed record PlatformOptions
{
    /// <summary>The platform.</summary>
    public required LogPlatform Platform { get; init; }

    /// <summary>Its address; see <see cref="PlatformAddress.Parse"/>.</summary>
    public required Uri Address { get; init; }

    /// <summary>Who asks. Aria Operations for Logs wants one; the others get it as basic authentication.</summary>
    public NetworkCredential? Credential { get; init; }

    /// <summary>A bearer token in place of a credential, for Loki and OpenSearch.</summary>
    public string? Token { get; init; }

    /// <summary>Where Aria Operations for Logs looks the user up.</summary>
    public AriaLogsProvider Provider { get; init; }

    /// <summary>Loki's tenant (<c>X-Scope-OrgID</c>); null where there is none.</summary>
    public string? Tenant { get; init; }

    /// <summary>OpenSearch's indices, by comma, with wildcards. All by default.</summary>
    public string Index { get; init; } = "*";

    /// <summary>More matchers for Loki's stream selector, such as <c>job=~"vpxd.*"</c>; null for none.</summary>
    public string? Selector { get; init; }

    /// <summary>The field or label that has the host; null for the platform's usual one.</summary>
    public string? HostField { get; init; }

    /// <summary>The fields or labels that have the log's file or program, of which the first that an event has counts; empty for the platform's usual ones.</summary>
    public IReadOnlyList<string> LogField { get; init; } = [];

    /// <summary>OpenSearch's field that has the text; null for <c>message</c>.</summary>
    public string? TextField { get; init; }

    /// <summary>Only events of these hosts, as the platform names them; empty for all.</summary>
    public IReadOnlyList<string> Servers { get; init; } = [];

    /// <summary>Only events at this time or later, by the platform's own time.</summary>
    public required DateTimeOffset After { get; init; }

    /// <summary>Only events before this time.</summary>
    public required DateTimeOffset Before { get; init; }

    /// <summary>How many events one request asks for. 1,000 by default.</summary>
    public int PageSize { get; init; } = 1000;

    /// <summary>How long one request may take, from connecting to the end of its response. 60 seconds by default.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets the clock and the source of delays between attempts.</summary>
    internal TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
