using System.CommandLine;
using VcsaAuthGuard.Cli;

ParseResult parsed = Root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (System.CommandLine.Parsing.ParseError error in parsed.Errors)
    {
        Console.Error.WriteLine(error.Message);
    }

    Console.Error.WriteLine("Try 'vcsa-authguard --help'.");
    return ExitCode.WrongUsage;
}

return FailureReport.Run(() => parsed.Invoke(new() { EnableDefaultExceptionHandler = false }), Console.Error);
