using System.CommandLine;

namespace VcsaAuthGuard.Cli;

/// <summary>Represents the options for the form of a command's output: <c>--output</c>, and <c>--json</c>, which is short for one of its
/// values.</summary>
internal sealed class OutputArguments
{
    private readonly Option<string?> _output = new("--output") { Description = "Form of the output: table (default), json or csv." };
    private readonly Option<bool> _json;

    /// <param name="json">What one JSON object is.</param>
    public OutputArguments(string json = "Prints one JSON object per line.")
    {
        _output.AcceptOnlyFromAmong("table", "json", "csv");
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
