using System.Globalization;
using VcsaAuthGuard.ApiLoad;

namespace VcsaAuthGuard.Diagnosis;

/// <summary>How figures are put into sentences.</summary>
internal static class Say
{
    public static string Count(long count, string thing) =>
        FormattableString.Invariant($"{count:N0} {(count == 1 ? thing : thing + "s")}");

    public static string Often(long count) => count == 1 ? "once" : FormattableString.Invariant($"{count:N0} times");

    public static string Span(TimeSpan span) =>
        span.TotalMinutes >= 1 && span.Seconds == 0 ? Count((long)span.TotalMinutes, "minute") : FormattableString.Invariant($"{span.TotalSeconds:0} s");

    public static string Who(ApiClient client) => client == ApiClient.Unattributed ? "Sessions that no log attributes to an account" : client.ToString();

    public static string Times(DateTimeOffset from, DateTimeOffset to) =>
        FormattableString.Invariant($"{from:yyyy-MM-dd HH:mm} to {to.ToString(from.Date == to.Date ? "HH:mm" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC");
}
