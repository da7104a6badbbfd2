using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Schedules;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Cli.Options;

/// <summary>Provides the arguments and options that commands share.</summary>
internal static class Arguments
{
    private const string AllKinds = "All";

    /// <summary>Creates the option for the kinds of fault to look for.</summary>
    public static Option<string[]> Kind()
    {
        Option<string[]> kind = new("--kind")
        {
            Description = "Kind of fault to look for. Can be repeated. Default: NotAuthenticated.",
        };
        kind.AcceptOnlyFromAmong([.. FaultQuery.AllKinds.Select(known => known.ToString()), AllKinds]);
        return kind;
    }

    /// <summary>Returns the kinds of <see cref="Kind"/>.</summary>
    public static IReadOnlyCollection<AuthFaultKind> KindsOf(string[]? names) =>
        names is null || names.Length == 0 ? new FaultQuery().Kinds
        : names.Contains(AllKinds) ? FaultQuery.AllKinds
        : [.. names.Select(Enum.Parse<AuthFaultKind>).Distinct()];

    /// <summary>Rejects an argument that looks like an unknown option and would otherwise be read as the name of a missing file.</summary>
    public static void RefuseOptions(ArgumentResult paths)
    {
        foreach (Token token in paths.Tokens.Where(token => token.Value.Length > 1 && token.Value[0] == '-'))
        {
            paths.AddError($"Unknown option {token.Value}. To name a file, write ./{token.Value}");
        }
    }

    /// <summary>Creates an option that takes one of the names of an enumeration, and none of its numbers.</summary>
    public static Option<T?> OneOf<T>(string name, string description)
        where T : struct, Enum
    {
        Option<T?> option = new(name) { Description = description };
        option.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, Enum.GetNames<T>());
        return option;
    }

    /// <summary>Creates an option that takes a time, which is known once the time zone is.</summary>
    public static Option<TimeInput?> Time(string name, string description) => new(name)
    {
        Description = $"{description}: 2026-02-11T02:14Z, '2026-02-11 02:14' (UTC, or in --time-zone), 'yesterday 22:00', -2h.",
        CustomParser = argument => Parse(argument, name, TimeInput.Parse),
    };

    /// <summary>Creates an option that takes a duration over zero.</summary>
    public static Option<TimeSpan?> Duration(string name, string description, TimeSpan? least = null, TimeSpan? most = null) => new(name)
    {
        Description = description,
        CustomParser = argument =>
        {
            TimeSpan? duration = Parse(argument, name, text => (TimeSpan?)DurationText.Parse(text));
            if (duration <= TimeSpan.Zero)
            {
                argument.AddError($"{name}: '{argument.Tokens[0].Value}' is not a duration over zero.");
            }
            else if (duration < least || duration > most)
            {
                argument.AddError($"{name}: '{argument.Tokens[0].Value}' is {(duration < least ? $"below {least:c}" : $"over {most:c}")}.");
            }

            return duration;
        },
    };

    /// <summary>Creates the options of the commands that read logs: the part of the logs, and the time zone.</summary>
    public static (Option<TimeInput?> After, Option<TimeInput?> Before) Range(string what) =>
        (Time("--after", $"Only {what} at or after this time"), Time("--before", $"Only {what} before this time"));

    /// <summary>Creates the option for the time zone of times that are typed and shown.</summary>
    /// <param name="description">The times that it is for.</param>
    /// <param name="isUtcDefault">Whether the zone is UTC without the option.</param>
    public static Option<string?> TimeZone(
        string description = "Time zone of times without an offset, and of the times shown", bool isUtcDefault = true)
    {
        string orUtc = isUtcDefault ? " Default: UTC." : "";
        Option<string?> zone = new("--time-zone") { Description = $"{description}, such as Europe/Berlin.{orUtc}" };
        zone.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !TimeZoneNames.TryNormalize(result.Tokens[0].Value, out _))
            {
                result.AddError($"--time-zone: there is no time zone '{result.Tokens[0].Value}'. Give a name such as Europe/Berlin.");
            }
        });
        return zone;
    }

    /// <summary>Returns a conversion of times to a zone; none for UTC.</summary>
    public static Func<DateTimeOffset, DateTimeOffset>? ToZone(string? timeZone) =>
        timeZone is null ? null : TimeZoneNames.ConverterTo(timeZone);

    /// <summary>Creates the files that windows are read from.</summary>
    public static Argument<string[]> WindowFiles()
    {
        Argument<string[]> files = new("FILE")
        {
            Description =
                "Windows as CSV (Name,Role,Recurrence,TimeZone,Duration,Server,VMs,Sessions,SecondsPerRequest,Movable) or JSON, "
                + "or - for standard input.",
            Arity = ArgumentArity.OneOrMore,
        };
        files.Validators.Add(RefuseOptions);
        return files;
    }

    /// <summary>Creates the option for the number of VMs that windows may process at the same time.</summary>
    public static Option<int?> MaxVMs() =>
        IntegerInRange("--max-vm", 0, int.MaxValue, "Maximum number of VMs processed at the same time on one vCenter.");

    /// <summary>Creates the option for the number of sessions that windows may hold at the same time.</summary>
    public static Option<int?> MaxSessions() =>
        IntegerInRange("--max-session", 0, int.MaxValue, "Maximum number of sessions held at the same time on one vCenter.");

    /// <summary>Creates an option that takes a whole number from one to another.</summary>
    public static Option<int?> IntegerInRange(string name, int least, int most, string description)
    {
        Option<int?> option = new(name) { Description = description };
        option.Validators.Add(result =>
        {
            if (
                result.Tokens.Count == 1
                && int.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
                && (value < least || value > most)
            )
            {
                result.AddError($"{name}: {value} is {(value < least ? $"below {least}" : $"over {most}")}.");
            }
        });
        return option;
    }

    private static T? Parse<T>(ArgumentResult argument, string name, Func<string, T> parse)
    {
        try
        {
            return parse(argument.Tokens[0].Value);
        }
        catch (FormatException e)
        {
            argument.AddError($"{name}: {e.Message}");
            return default;
        }
    }
}
