using System.Collections;
using System.Management.Automation;
using VcsaAuthGuard.PowerCli;
using VcsaAuthGuard.VSphere;

namespace VcsaAuthGuard.Binding;

/// <summary>
/// Reads sessions and their summaries for a report: objects of Get-VcsaSession, also those that were in a file or in another process.
/// </summary>
internal static class SessionReportInput
{
    /// <summary>Returns the session that an object is, as it was when it was saved; null if it is not one.</summary>
    public static VCenterSession? TryRead(PSObject item) =>
        PowerCliSession.TryRead(item, DateTimeOffset.UtcNow) is not VCenterSession session ? null
        : item.BaseObject is VCenterSession ? session
        : session with
        {
            Idle = Properties.GetDuration(item.Properties[nameof(VCenterSession.Idle)]?.Value) ?? session.Idle,
            Age = Properties.GetDuration(item.Properties[nameof(VCenterSession.Age)]?.Value) ?? session.Age,
        };

    /// <summary>Returns the summary that an object is; null if it is not one. A row of CSV has no clients.</summary>
    public static SessionSummary? TryReadSummary(PSObject item)
    {
        if (item.BaseObject is SessionSummary summary)
        {
            return summary;
        }

        string[] names = [nameof(SessionSummary.Total), nameof(SessionSummary.LimitSource), nameof(SessionSummary.IdleOver30Minutes)];
        return !SavedObject.Is(item, typeof(SessionSummary), names) ? null : new()
        {
            Server = SavedObject.Text(item, nameof(SessionSummary.Server)),
            Version = SavedObject.Text(item, nameof(SessionSummary.Version)),
            Total = Number(item, nameof(SessionSummary.Total)) ?? 0,
            Limit = Number(item, nameof(SessionSummary.Limit)),
            PercentOfLimit = Number(item, nameof(SessionSummary.Limit)) is int limit and > 0
                ? 100.0 * (Number(item, nameof(SessionSummary.Total)) ?? 0) / limit
                : null,
            LimitSource = SavedObject.Text(item, nameof(SessionSummary.LimitSource)) ?? "",
            IdleOver30Minutes = Number(item, nameof(SessionSummary.IdleOver30Minutes)) ?? 0,
            Clients = Properties.Get(item, nameof(SessionSummary.Clients)) is IEnumerable clients and not string
                ? [.. clients.Cast<object>().Select(client => ReadClient(PSObject.AsPSObject(client))).OfType<SessionClient>()]
                : [],
        };
    }

    private static SessionClient? ReadClient(PSObject item) =>
        SavedObject.Text(item, nameof(SessionClient.UserName)) is not string user ? null : new(
            user,
            SavedObject.Text(item, nameof(SessionClient.IpAddress)),
            SavedObject.Text(item, nameof(SessionClient.UserAgent)),
            Number(item, nameof(SessionClient.Sessions)) ?? 0,
            LanguagePrimitives.TryConvertTo(Properties.Get(item, nameof(SessionClient.Share)), out double share) ? share : 0,
            Properties.GetTime(item.Properties[nameof(SessionClient.OldestLogin)]?.Value),
            Properties.GetDuration(item.Properties[nameof(SessionClient.LongestIdle)]?.Value),
            SavedObject.Number(item, nameof(SessionClient.CallCount)) ?? 0);

    private static int? Number(PSObject item, string name) => (int?)SavedObject.Number(item, name);
}
