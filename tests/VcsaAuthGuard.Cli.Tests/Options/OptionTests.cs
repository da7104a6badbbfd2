using System.CommandLine;
using VcsaAuthGuard.Schedules;

namespace VcsaAuthGuard.Cli.Tests.Options;

/// <summary>Every option that takes a time or a duration takes the same forms.</summary>
public sealed class OptionTests
{
    private static readonly (Command Command, Option Option)[] Options =
    [
        .. Root.Create().Subcommands.SelectMany(command => command.Options.Select(option => (command, option))),
    ];

    private static readonly string[] Durations =
    [
        "--period", "--period", "--idle-timeout", "--step", "--service-time", "--interval", "--over", "--token-lifetime", "--timeout",
        "--idle-over", "--period", "--duration", "--duration",
    ];

    [Fact]
    public void Every_duration_option_takes_all_forms_and_refuses_a_bare_number()
    {
        (Command, Option)[] durations = [.. Options.Where(item => item.Option.ValueType == typeof(TimeSpan?))];
        Assert.Equal(Durations, durations.Select(item => item.Item2.Name));
        foreach ((Command command, Option option) in durations)
        {
            foreach (string form in (string[])["90s", "5m", "2h", "1h 30m", "1:30", "00:05:00", "PT5M"])
            {
                Assert.Empty(Errors(command, option, form));
            }

            Assert.Contains("'5' is not a valid duration: it has no unit. Write it like", Errors(command, option, "5"));
            Assert.NotEmpty(Errors(command, option, "0s"));
        }
    }

    [Fact]
    public void Every_option_of_an_enumeration_takes_its_names_and_no_number()
    {
        (Command, Option)[] enumerations =
            [.. Options.Where(item => (Nullable.GetUnderlyingType(item.Option.ValueType) ?? item.Option.ValueType).IsEnum)];
        Assert.Equal(
            ["--platform", "--provider", "--role"], enumerations.Select(item => item.Item2.Name).Distinct().Order(StringComparer.Ordinal));
        foreach ((Command command, Option option) in enumerations)
        {
            foreach (string name in Enum.GetNames(Nullable.GetUnderlyingType(option.ValueType)!))
            {
                Assert.DoesNotContain($"'{name}'", AllErrors(command, option, name), StringComparison.Ordinal);
            }

            foreach (string number in (string[])["0", "1", "-1", "7"])
            {
                Assert.Contains($"'{number}'", AllErrors(command, option, number), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Every_time_option_takes_all_forms_and_names_them_where_it_refuses()
    {
        (Command, Option)[] times = [.. Options.Where(item => item.Option.ValueType == typeof(TimeInput))];
        Assert.Equal(15, times.Length);
        foreach ((Command command, Option option) in times)
        {
            foreach (
                string form in (string[])
                    ["2026-02-11T02:14:07Z", "2026-02-11 02:14", "2026-02-11", "yesterday 22:00", "today 06:00", "-2h", "now"])
            {
                Assert.Empty(Errors(command, option, form));
            }

            Assert.Contains("'02/11/2026' is not a valid time. Write it like", Errors(command, option, "02/11/2026"));
        }
    }

    [Fact]
    public void No_option_takes_a_time_or_a_duration_in_another_way()
    {
        Type[] others = [typeof(DateTime), typeof(DateTime?), typeof(DateTimeOffset), typeof(DateTimeOffset?), typeof(TimeSpan)];
        Assert.DoesNotContain(Options, item => others.Contains(item.Option.ValueType));
        Assert.DoesNotContain(Options, item => item.Option.Name.EndsWith("seconds", StringComparison.Ordinal));
        Assert.DoesNotContain(Options, item => item.Option.Name.EndsWith("minutes", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("faults")]
    [InlineData("load")]
    [InlineData("diagnose")]
    [InlineData("report")]
    public void Every_command_that_reads_logs_takes_a_part_of_them_and_a_time_zone(string name)
    {
        IEnumerable<string> options = Options.Where(item => item.Command.Name == name).Select(item => item.Option.Name);
        Assert.Superset(new HashSet<string>(["--after", "--before", "--time-zone"]), new HashSet<string>(options));
    }

    private static string AllErrors(Command command, Option option, string value) =>
        string.Join("\n", Root.Create().Parse([command.Name, option.Name, value]).Errors.Select(error => error.Message));

    private static string Errors(Command command, Option option, string value)
    {
        ParseResult parsed = Root.Create().Parse([command.Name, option.Name, value]);
        return string.Join(
            "\n", parsed.Errors.Select(error => error.Message).Where(error => error.StartsWith(option.Name, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_path_that_begins_with_an_at_sign_is_no_response_file()
    {
        string folder = Directory.CreateTempSubdirectory("response-").FullName;
        try
        {
            string path = "@" + Path.Combine(folder, "a");
            File.WriteAllText(path.Substring(1), "--json\n");
            ParseResult parsed = Root.Parse(["faults", path]);
            Assert.Empty(parsed.Errors);
            Assert.Equal(["faults", path], parsed.Tokens.Select(token => token.Value));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
