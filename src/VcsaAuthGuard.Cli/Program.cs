using System.CommandLine;
using VcsaAuthGuard.Cli;
using VcsaAuthGuard.Cli.Errors;
using VcsaAuthGuard.Cli.Options;
using VcsaAuthGuard.Cli.Output;

Console.SetError(new ErrorOutput(Console.Error));
if (SettingsArguments.Expand(args) is not IReadOnlyList<string> arguments)
{
    return ExitCode.WrongUsage;
}

ParseResult parsed = Root.Parse(arguments);
// A shell that asks for completions passes a command line that is not complete, and so not valid.
bool isCompletion = args is [['[', 's', 'u', 'g', 'g', 'e', 's', 't', ..], ..];
if (parsed.Errors.Count > 0 && !isCompletion)
{
    foreach (System.CommandLine.Parsing.ParseError error in parsed.Errors)
    {
        Console.Error.WriteLine(error.Message);
    }

    foreach (string suggestion in TypoSuggestion.Find(parsed))
    {
        Console.Error.WriteLine(suggestion);
    }

    Console.Error.WriteLine("Try 'vcsa-authguard --help'.");
    return ExitCode.WrongUsage;
}

Console.SetOut(new ConsoleOutput(Console.Out));
return FailureReport.Run(() => parsed.Invoke(new() { EnableDefaultExceptionHandler = false }), Console.Error);
