using System.CommandLine;

namespace VcsaAuthGuard.Cli;

/// <summary><c>vcsa-authguard</c></summary>
internal static class Root
{
    public static RootCommand Create() => new("Finds, explains and prevents vim.fault.NotAuthenticated on vCenter Server. Read-only.")
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
        WindowsCommand.Create(),
    };

    /// <summary>Parses a command line. <c>@name</c> is a path like any other, not a file with further arguments.</summary>
    public static ParseResult Parse(IReadOnlyList<string> arguments) =>
        Create().Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
}
