using VcsaAuthGuard.Faults;


namespace VcsaAuthGuard.Alerts;

/// <summary>The article's alert: more than so many refused file calls within a period. KB 440879, "Proactive Alerting".</summary>
public sealed record AlertDefinition
{
    /// <summary>The longest period: a day.</summary>
    public static readonly TimeSpan LongestPeriod = TimeSpan.FromDays(1);

    private readonly string _name = DefaultName;
    private readonly BurstRule _rule = BurstRule.Default;
    private readonly IReadOnlyList<string> _servers = [];

    /// <summary>What the alert is called when nobody says.</summary>
    public const string DefaultName = "vCenter refuses file calls: NotAuthenticated (KB 440879)";

    /// <summary>The alert's name: one line, 1 to 200 characters, without brackets, braces and backslashes, which mean something to Splunk and to templates.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public string Name
    {
        get => _name;
        init => _name = value is { Length: > 0 and <= 200 } && value.Trim().Length > 0 && !value.Any(c => char.IsControl(c) || c is '[' or ']' or '{' or '}' or '\\')
            ? value
            : throw new ArgumentException("An alert's name is one line of 1 to 200 characters without brackets, braces and backslashes.", nameof(Name));
    }

    /// <summary>When it fires: on more than the threshold. The period is a whole number of seconds, at most <see cref="LongestPeriod"/>.</summary>
    /// <exception cref="ArgumentException">The threshold is below 0, or the period is none of these.</exception>
    public BurstRule Rule
    {
        get => _rule;
        init => _rule = value.Threshold < 0 ? throw new ArgumentException("The threshold is 0 or more.", nameof(Rule))
            : value.Period < TimeSpan.FromSeconds(1) || value.Period > LongestPeriod || value.Period.Ticks % TimeSpan.TicksPerSecond != 0
                ? throw new ArgumentException("The period is a whole number of seconds, from 00:00:01 to a day.", nameof(Rule))
                : value;
    }

    /// <summary>The vCenters it is for, named as the platform names them; empty: all whose logs or metrics are there.</summary>
    /// <exception cref="ArgumentException">A name has other characters than those of host names and addresses.</exception>
    public IReadOnlyList<string> Servers
    {
        get => _servers;
        init => _servers = value.FirstOrDefault(server => !IsName(server)) is string wrong
            ? throw new ArgumentException($"'{Text.TerminalText.OneLine(wrong)}' is no host name and no address.", nameof(Servers))
            : [.. value.Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Names go into query languages: what they consist of leaves nothing to escape but the dot.</summary>
    private static bool IsName(string name) =>
        name.Length is > 0 and <= 253 && name.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '.' or '-' or '_' or ':');
}
