using System.CommandLine;
using VcsaAuthGuard.Cli;

RootCommand root = new("Finds, explains and prevents vim.fault.NotAuthenticated on vCenter Server. Read-only.")
{
    AlertCommand.Create(),
    CheckCommand.Create(),
    DiagnoseCommand.Create(),
    FaultsCommand.Create(),
    LoadCommand.Create(),
    OverlapCommand.Create(),
    PlanCommand.Create(),
    ReportCommand.Create(),
    WatchCommand.Create(),
};

ParseResult parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (System.CommandLine.Parsing.ParseError error in parsed.Errors)
    {
        Console.Error.WriteLine(error.Message);
    }

    Console.Error.WriteLine("Try 'vcsa-authguard --help'.");
    return ExitCode.WrongUsage;
}

return parsed.Invoke();
