using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.VSphere.Limits;

/// <summary>Represents the session limit that a measured peak asks for, and the steps of KB 375546 that set it.</summary>
public sealed record LimitRecommendation
{
    /// <summary>The share of the recommended limit that the peak uses.</summary>
    private const double TargetShare = 0.8;

    private const int Step = 500;

    /// <summary>Gets the server.</summary>
    public string? Server { get; init; }

    /// <summary>Gets the setting.</summary>
    public string Setting { get; init; } = SessionLimit.SettingKey;

    /// <summary>Gets the limit now; null if it is not known.</summary>
    public int? Current { get; init; }

    /// <summary>Gets the number of sessions at the peak.</summary>
    public int Peak { get; init; }

    /// <summary>Gets the limit to set; null if the present one is sufficient.</summary>
    public int? Recommended { get; init; }

    /// <summary>Gets the reason for the figure.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Gets the steps that set it, in order; empty if there is nothing to set. This module does not perform them.</summary>
    public IReadOnlyList<string> Steps
    {
        get;
        init => field = new ItemList<string>(value);
    } = new ItemList<string>([]);

    /// <summary>Creates the recommendation.</summary>
    /// <param name="server">The server's name.</param>
    /// <param name="limit">The limit now.</param>
    /// <param name="peak">The number of sessions at the peak.</param>
    /// <param name="isMeasured">Whether the peak was measured over time; otherwise it is the number of sessions now.</param>
    public static LimitRecommendation Create(string? server, SessionLimit limit, int peak, bool isMeasured)
    {
        int figure = (int)Math.Ceiling(peak / TargetShare / Step) * Step;
        bool isEnough = limit.Value >= figure;
        string sessions = Phrases.Count(peak, "session");
        string peakText = isMeasured ? $"The measured peak is {sessions}" : $"Now open: {sessions}";
        string reason =
            limit.Value is not int current ? $"{peakText}; the present limit is not known. {limit.Source}"
            : isEnough ? FormattableString.Invariant($"{peakText}, {100.0 * peak / current:0} % of {current}: it is sufficient.")
            : peak >= current
                ? FormattableString.Invariant($"{peakText}: the limit of {current} was reached, so that the demand may be higher. ")
                    + "Find the client that leaks sessions first: a leak fills any limit."
            : FormattableString.Invariant($"{peakText}, {100.0 * peak / current:0} % of {current}. With {figure} it is 80 % at most. ")
                + "Find clients that leak sessions first: a leak fills any limit.";
        return new LimitRecommendation
        {
            Server = server,
            Current = limit.Value,
            Peak = peak,
            Recommended = isEnough ? null : figure,
            Reason = isMeasured ? reason : reason + " Give the peak of a whole week with -Peak: the number now says little about it.",
            Steps = isEnough ? [] : StepsFor(figure),
        };
    }

    /// <summary>Returns the recommended limit and its reason.</summary>
    public override string ToString() =>
        Recommended is int figure ? FormattableString.Invariant($"{Setting} = {figure}. {Reason}") : Reason;

    /// <summary>Returns the steps of KB 375546, in our own words.</summary>
    private static string[] StepsFor(int figure) =>
    [
        "Choose a time without backups: step 3 ends all sessions. (KB 375546)",
        "On the appliance: cp -a /etc/vmware-vpx/vpxd.cfg /etc/vmware-vpx/vpxd.cfg.before",
        "service-control --stop vmware-vpxd",
        $"In /etc/vmware-vpx/vpxd.cfg, inside <config><vmacore><soap>, set <maxSessionCount>{figure}</maxSessionCount>",
        "service-control --start vmware-vpxd",
        $"Or in the vSphere Client: the vCenter Server, Configure, Advanced Settings, {SessionLimit.SettingKey} = {figure}",
    ];
}
