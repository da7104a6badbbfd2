using VcsaAuthGuard.Faults;


namespace VcsaAuthGuard.Alerts;

/// <summary>Represents the alert of KB 440879, "Proactive Alerting": more refused file calls than a threshold within a period.</summary>
public sealed record AlertDefinition
{
    /// <summary>Gets the longest period: a day.</summary>
    public static readonly TimeSpan MaxPeriod = TimeSpan.FromDays(1);

    private readonly string _name = DefaultName;
    private readonly BurstRule _rule = BurstRule.Default;
    private readonly IReadOnlyList<string> _servers = [];

    /// <summary>The default name of the alert.</summary>
    public const string DefaultName = "vCenter refuses file calls: NotAuthenticated (KB 440879)";

    /// <summary>
    /// Gets the alert's name: one line of 1 to 200 characters, without brackets, braces and backslashes, which have a meaning in Splunk
    /// and in
    /// templates.
    /// </summary>
    /// <exception cref="ArgumentException">The name is not valid.</exception>
    public string Name
    {
        get => _name;
        init =>
            _name =
                value is { Length: > 0 and <= 200 }
                && value.Trim().Length > 0
                && !value.Any(c => char.IsControl(c) || c is '[' or ']' or '{' or '}' or '\\')
                    ? value
                    : throw new ArgumentException(
                        "The name of an alert must be one line of 1 to 200 characters without brackets, braces and backslashes.",
                        nameof(Name)
                    );
    }

    /// <summary>Gets the rule. The period is a whole number of seconds, at most <see cref="MaxPeriod"/>.</summary>
    /// <exception cref="ArgumentException">The threshold is negative, or the period is out of range.</exception>
    public BurstRule Rule
    {
        get => _rule;
        init => _rule = value.Threshold < 0 ? throw new ArgumentException("The threshold must be at least 0.", nameof(Rule))
            : value.Period < TimeSpan.FromSeconds(1) || value.Period > MaxPeriod || value.Period.Ticks % TimeSpan.TicksPerSecond != 0
                ? throw new ArgumentException("The period must be a whole number of seconds, from 00:00:01 to a day.", nameof(Rule))
                : value;
    }

    /// <summary>Gets the vCenters, as the platform names them; empty for all.</summary>
    /// <exception cref="ArgumentException">A name has other characters than those of host names and addresses.</exception>
    public IReadOnlyList<string> Servers
    {
        get => _servers;
        init => _servers = value.FirstOrDefault(server => !IsName(server)) is string wrong
            ? throw new ArgumentException($"'{Text.TerminalText.OneLine(wrong)}' is neither a host name nor an address.", nameof(Servers))
            : [.. value.Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Determines whether a name contains only characters of which query languages require no escape except for the dot.</summary>
    private static bool IsName(string name) =>
        name.Length is > 0 and <= 253
        && name.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '.' or '-' or '_' or ':');
}
