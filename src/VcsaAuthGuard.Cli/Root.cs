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

    private static readonly (string Name, Func<Command> Create)[] Commands =
    [
        ("alert", AlertCommand.Create),
        ("check", CheckCommand.Create),
        ("completion", CompletionCommand.Create),
        ("diagnose", DiagnoseCommand.Create),
        ("faults", FaultsCommand.Create),
        ("fleet", FleetCommand.Create),
        ("limits", LimitsCommand.Create),
        ("load", LoadCommand.Create),
        ("overlap", OverlapCommand.Create),
        ("plan", PlanCommand.Create),
        ("queue", QueueCommand.Create),
        ("report", ReportCommand.Create),
        ("restart", RestartCommand.Create),
        ("service", ServiceCommand.Create),
        ("services", ServicesCommand.Create),
        ("sessions", SessionsCommand.Create),
        ("watch", WatchCommand.Create),
        ("windows", WindowsCommand.Create),
    ];

    /// <summary>Creates the root with all commands.</summary>
    public static RootCommand Create() => Create(Commands);

    /// <summary>Parses a command line. <c>@name</c> is a path like any other, not a file with further arguments.</summary>
    public static ParseResult Parse(IReadOnlyList<string> arguments)
    {
        // A command line that begins with a command needs no other, and creating all of them delays the start.
        string? first = arguments.Count > 0 ? arguments[0] : null;
        (string Name, Func<Command> Create)[] named = Array.FindAll(Commands, command => command.Name == first);
        RootCommand root = Create(named.Length > 0 ? named : Commands);
        return root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
    }

    private static RootCommand Create((string Name, Func<Command> Create)[] commands)
    {
        RootCommand root = new(Description);
        foreach ((_, Func<Command> create) in commands)
        {
            root.Add(create());
        }

        // A pipe has no width of its own, and neither has a page that quotes the help.
        if (root.Options.OfType<HelpOption>().Single().Action is HelpAction help && Console.IsOutputRedirected)
        {
            help.MaxWidth = HelpWidth;
        }

        return root;
    }
}
