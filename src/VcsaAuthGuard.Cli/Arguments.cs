using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using VcsaAuthGuard.Faults;

namespace VcsaAuthGuard.Cli;

/// <summary>Arguments and options that commands have in common.</summary>
internal static class Arguments
{
    private const string AllKinds = "All";

    /// <summary>The option for the kinds of fault to look for.</summary>
    public static Option<string[]> Kind()
    {
        Option<string[]> kind = new("--kind")
        {
            Description = "Kind of fault to look for. Can be repeated. Default: NotAuthenticated.",
        };
        kind.AcceptOnlyFromAmong([.. FaultQuery.AllKinds.Select(known => known.ToString()), AllKinds]);
        return kind;
    }

    /// <summary>The kinds of <see cref="Kind"/>.</summary>
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

    /// <summary>An option that takes a time.</summary>
    public static Option<DateTimeOffset?> Time(string name, string description) => new(name)
    {
        Description = $"{description}: ISO 8601; without an offset it is UTC (2026-02-11T02:14Z).",
        CustomParser = argument => ParseTime(argument, name),
    };

    /// <summary>The files that windows are read from.</summary>
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

    /// <summary>An option that takes a whole number from one to another.</summary>
    public static Option<int?> Between(string name, int least, int most, string description)
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

    private static DateTimeOffset? ParseTime(ArgumentResult argument, string name)
    {
        string text = argument.Tokens[0].Value;
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Utc, out DateTimeOffset time))
        {
            return time;
        }

        argument.AddError($"{name}: '{text}' is not a time. Write it like 2026-02-11T02:14:07Z.");
        return null;
    }
}
