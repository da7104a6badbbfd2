using System.CommandLine;
using VcsaAuthGuard.Cli.Output;

namespace VcsaAuthGuard.Cli.Options;

/// <summary>Represents the options for the form of a command's output: <c>--output</c>, and <c>--json</c>, which is short for one of its
/// values.</summary>
internal sealed class OutputArguments
{
    private readonly Option<string?> _output;
    private readonly Option<bool> _json;

    /// <param name="json">The description of --json.</param>
    /// <param name="hasWide">Whether the table has a wide form with more columns.</param>
    public OutputArguments(string json = "Prints one JSON object per line.", bool hasWide = false)
    {
        string[] forms = hasWide ? ["table", "wide", "json", "csv"] : ["table", "json", "csv"];
        _output = new Option<string?>("--output")
        {
            Description = $"Form of the output: table (default), {(hasWide ? "wide (all columns), " : "")}json or csv.",
        };
        _output.AcceptOnlyFromAmong(forms);
        _json = new Option<bool>("--json") { Description = json };
    }

    public void AddTo(Command command)
    {
        command.Add(_output);
        command.Add(_json);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_json) && result.GetResult(_output) is { Tokens: [{ Value: not "json" }] })
            {
                result.AddError("--json and --output cannot be used together, unless it is --output json.");
            }
        });
    }

    public OutputFormat Read(ParseResult parsed) =>
        parsed.GetValue(_json) ? OutputFormat.Json
        : parsed.GetValue(_output) is string name ? Enum.Parse<OutputFormat>(name, ignoreCase: true)
        : OutputFormat.Table;
}
