using System.CommandLine;
using System.CommandLine.Help;
using VcsaAuthGuard.Cli.Commands;

namespace VcsaAuthGuard.Cli;

/// <summary>Defines the root command <c>vcsa-authguard</c>.</summary>
internal static class Root
{
    private const int HelpWidth = 80;

    private const string Description =
        "Finds, explains and prevents vim.fault.NotAuthenticated on vCenter Server. Only restart, and sessions --end, change something.";

    public static RootCommand Create()
    {
        RootCommand root = CreateCommands();
        // A pipe has no width of its own, and neither has a page that quotes the help.
        if (root.Options.OfType<HelpOption>().Single().Action is HelpAction help && Console.IsOutputRedirected)
        {
            help.MaxWidth = HelpWidth;
        }

        return root;
    }

    private static RootCommand CreateCommands() => new(Description)
    {
        AlertCommand.Create(),
        CheckCommand.Create(),
        CompletionCommand.Create(),
        DiagnoseCommand.Create(),
        FaultsCommand.Create(),
        FleetCommand.Create(),
        LimitsCommand.Create(),
        LoadCommand.Create(),
        OverlapCommand.Create(),
        PlanCommand.Create(),
        QueueCommand.Create(),
        ReportCommand.Create(),
        RestartCommand.Create(),
        ServiceCommand.Create(),
        ServicesCommand.Create(),
        SessionsCommand.Create(),
        WatchCommand.Create(),
        WindowsCommand.Create(),
    };

    /// <summary>Parses a command line. <c>@name</c> is a path like any other, not a file with further arguments.</summary>
    public static ParseResult Parse(IReadOnlyList<string> arguments) =>
        Create().Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
}
