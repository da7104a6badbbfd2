using System.CommandLine;
using VcsaAuthGuard.Cli;

RootCommand root = new("Finds vim.fault.NotAuthenticated and its kin in vCenter logs, and windows that run together; read-only.")
{
    AlertCommand.Create(),
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
