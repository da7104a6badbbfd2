using System.CommandLine;
using VcsaAuthGuard.Cli.Output;
using VcsaAuthGuard.Fixtures;

namespace VcsaAuthGuard.Cli.Tests.Output;

/// <summary>Tests that every command that reads writes a table, JSON and CSV.</summary>
public sealed class OutputFormatTests
{
    [Theory]
    [InlineData("diagnose")]
    [InlineData("faults")]
    [InlineData("limits")]
    [InlineData("load")]
    [InlineData("overlap")]
    [InlineData("plan")]
    [InlineData("queue")]
    [InlineData("services")]
    [InlineData("sessions")]
    public void A_reading_command_takes_the_form_of_its_output(string name)
    {
        Command command = Root.Create().Subcommands.Single(item => item.Name == name);
        Assert.Contains(command.Options, option => option.Name == "--output");
        Assert.Contains(command.Options, option => option.Name == "--json");
        Assert.Contains(
            "--json and --output cannot be used together, unless it is --output json.",
            Root.Parse([name, "x", "--json", "--output", "csv"]).Errors.Select(error => error.Message));
    }

    [Fact]
    public void Output_json_is_json_and_csv_has_the_columns_of_the_table()
    {
        (int exitCode, string json, _) = Run("faults", "samples", "--output", "json");
        Assert.Equal((0, Run("faults", "samples", "--json").Output), (exitCode, json));

        string[] csv = Run("faults", "samples", "--output", "csv").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("TIME,KIND,HOST,METHOD,CODE,DATASTORE,WHERE", csv[0]);
        Assert.Equal(1 + 45, csv.Length);
        // Uncut, unlike in the table.
        Assert.Matches("^2026-02-11 02:01:40Z,NotAuthenticated,host-150124,fileManagement,500,62aef2c1-[^…]+,vpxd-7.log.gz:156$", csv[1]);
    }

    [Fact]
    public void Cells_are_quoted_and_formulas_are_disarmed()
    {
        using MemoryStream output = new();
        CsvRowWriter<string> writer = new(output, new TableColumn<string>("TEXT", 5, text => text));
        foreach (string text in (string[])["a,b", "say \"x\"", "=1+1", "-5", "-x", "-", "two\nlines"])
        {
            writer.Write(text);
        }

        writer.Flush();
        Assert.Equal(
            ["TEXT", "\"a,b\"", "\"say \"\"x\"\"\"", "'=1+1", "-5", "'-x", "", "two lines", ""],
            System.Text.Encoding.UTF8.GetString(output.ToArray()).Split('\n'));
    }

    [Fact]
    public void Without_rows_csv_still_has_its_titles()
    {
        using MemoryStream output = new();
        new CsvRowWriter<string>(output, new TableColumn<string>("TEXT", 5, text => text)).Flush();
        Assert.Equal("TEXT\n", System.Text.Encoding.UTF8.GetString(output.ToArray()));
    }

    [Fact]
    public void The_queue_is_predicted_without_any_input()
    {
        (int exitCode, string output, _) = Run(
            "queue", "--requests", "400", "--concurrency", "52", "--service-time", "39s", "--output", "csv");
        Assert.Equal(0, exitCode);
        const string Titles = "REQUESTS,AT ONCE,MEAN WAIT,95 %,LONGEST,EXPIRED,LARGEST SAFE BATCH";
        Assert.StartsWith(Titles + "\n400,52 given,", output, StringComparison.Ordinal);
        Assert.Contains("\"expired\":", Run("queue", "--requests", "9", "--service-time", "1s", "--json").Output, StringComparison.Ordinal);
    }

    private static (int ExitCode, string Output, string Errors) Run(params string[] arguments) =>
        Repository.Run("dotnet", [typeof(CliJson).Assembly.Location, .. arguments]);
}
