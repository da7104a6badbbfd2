using Cronos;

namespace VcsaAuthGuard.Schedules;

/// <summary>
/// Represents the starts of five-field cron. Cronos reads and expands the fields in local times without a zone, for its own rule for
/// clock changes is another than that of <see cref="ZoneClock"/>. The rule of crontab(5) for days is kept here: where both the day of the
/// month and the day of the week are restricted (neither starts with <c>*</c>), either is enough.
/// </summary>
internal sealed class CronRule : IStartRule
{
    private const int DayOfMonth = 2;
    private const int DayOfWeek = 4;

    private readonly CronExpression[] _either;

    private CronRule(CronExpression[] either) => _either = either;

    public long UntilUtc => long.MaxValue;

    public static bool LooksLikeCron(string[] words) => words[0][0] == '@' || words[0][0] == '*' || char.IsDigit(words[0][0]);

    /// <summary>Reads five fields of cron, or or a name such as <c>@daily</c>.</summary>
    /// <exception cref="FormatException">The expression is not valid.</exception>
    public static ParsedRecurrence Parse(string expression)
    {
        string[] fields = Expand(expression.Trim()).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != 5)
        {
            throw new FormatException(
                $"Cron '{expression}' has {fields.Length} fields, not five: minute, hour, day of the month, month, day of the week.");
        }

        try
        {
            string text = string.Join(" ", fields).ToUpperInvariant();
            return new(text, new CronRule(IsAny(fields[DayOfMonth]) || IsAny(fields[DayOfWeek])
                ? [CronExpression.Parse(text)]
                : [With(fields, DayOfWeek), With(fields, DayOfMonth)]));
        }
        catch (CronFormatException e)
        {
            throw new FormatException($"Cron '{expression}': {e.Message}", e);
        }
        catch (MissingSeedException e)
        {
            throw new FormatException(
                $"Cron '{expression}': H is a value that the scheduler chooses (as Jenkins does). Write the time at which it runs.", e);
        }
    }

    public IEnumerable<long> LocalStarts(long from, long to)
    {
        IEnumerable<long> starts = Starts(_either[0], from, to);
        return _either.Length == 1 ? starts : Merge(starts, Starts(_either[1], from, to));
    }

    private static CronExpression With(string[] fields, int any) =>
        CronExpression.Parse(string.Join(" ", fields.Select((field, i) => i == any ? "*" : field)));

    private static bool IsAny(string field) => field[0] is '*' or '?';

    private static IEnumerable<long> Starts(CronExpression cron, long from, long to)
    {
        DateTime end = new(to, DateTimeKind.Utc);
        return cron.GetOccurrences(new DateTime(from, DateTimeKind.Utc), end).Select(start => start.Ticks);
    }

    private static IEnumerable<long> Merge(IEnumerable<long> one, IEnumerable<long> other)
    {
        using IEnumerator<long> a = one.GetEnumerator();
        using IEnumerator<long> b = other.GetEnumerator();
        bool hasA = a.MoveNext();
        bool hasB = b.MoveNext();
        while (hasA || hasB)
        {
            long next = !hasB || (hasA && a.Current <= b.Current) ? a.Current : b.Current;
            yield return next;
            hasA = hasA && (a.Current != next || a.MoveNext());
            hasB = hasB && (b.Current != next || b.MoveNext());
        }
    }

    private static string Expand(string expression) => expression.ToUpperInvariant() switch
    {
        "@HOURLY" => "0 * * * *",
        "@DAILY" or "@MIDNIGHT" => "0 0 * * *",
        "@WEEKLY" => "0 0 * * 0",
        "@MONTHLY" => "0 0 1 * *",
        "@YEARLY" or "@ANNUALLY" => "0 0 1 1 *",
        _ => expression,
    };
}
