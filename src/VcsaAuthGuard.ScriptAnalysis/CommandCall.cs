using System.Collections.ObjectModel;
using System.Management.Automation.Language;

namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>Represents a command with its arguments, including those of a splatted table.</summary>
internal sealed class CommandCall
{
    private static readonly HashSet<string> Switches = new(StringComparer.OrdinalIgnoreCase)
    {
        "AsPlainText",
        "Force",
        "WhatIf",
        "RunAsync",
        "AllLinked",
        "NotDefault",
        "SaveCredentials",
        "Menu",
        "SkipCertificateCheck",
        "RemoveChildren",
        "Verbose",
        "Debug",
        "NoRecursion",
        "PassThru",
        "Recurse",
        "UseBasicParsing",
        "Unique",
        "Parallel",
        "AsJob",
        "AsSecureString",
        "DeletePermanently",
        "LinkedClone",
        "PerItem",
        "WaitTask",
        "Summary",
        "NoKeep",
    };

    private readonly ScriptModel _script;
    private List<Argument>? _arguments;

    public CommandCall(CommandAst ast, ScriptModel script)
    {
        Ast = ast;
        _script = script;
        Name = CommandNames.Canonical(ast.GetCommandName());
    }

    public CommandAst Ast { get; }

    public string Name { get; }

    public IReadOnlyList<Argument> Arguments => _arguments ??= Read();

    /// <summary>Gets the pipeline input of the command.</summary>
    public IEnumerable<CommandBaseAst> Upstream =>
        Ast.Parent is PipelineAst pipeline ? pipeline.PipelineElements.TakeWhile(element => element != Ast) : [];

    /// <summary>Returns a parameter's value; the name may be shortened to the given number of letters. Null if it is missing.</summary>
    public Argument? Find(string parameter, int letters) => Arguments.FirstOrDefault(argument => argument.Is(parameter, letters));

    /// <summary>Gets the values without a parameter before them.</summary>
    public IEnumerable<Ast> Positional =>
        Arguments.Where(argument => argument.Parameter is null && argument.Value is not null).Select(argument => argument.Value!);

    /// <summary>Returns whether a switch is on: given, and not with $false or with a value known only at run time.</summary>
    public bool IsOn(string parameter, int letters) =>
        Find(parameter, letters) is Argument argument
        && (argument.Value is null || (argument.Value.Unwrap() is VariableExpressionAst variable && variable.Name().Is("true")));

    private List<Argument> Read()
    {
        List<Argument> arguments = [];
        ReadOnlyCollection<CommandElementAst> elements = Ast.CommandElements;
        for (int i = 1; i < elements.Count; i++)
        {
            switch (elements[i])
            {
                case CommandParameterAst parameter:
                    Ast? value = parameter.Argument;
                    bool takesNext =
                        value is null
                        && !Switches.Contains(parameter.ParameterName)
                        && i + 1 < elements.Count
                        && elements[i + 1] is not CommandParameterAst and not VariableExpressionAst { Splatted: true };
                    arguments.Add(new(parameter.ParameterName, value ?? (takesNext ? elements[++i] : null)));
                    break;
                case VariableExpressionAst { Splatted: true } splat:
                    arguments.AddRange(_script.Splatted(splat));
                    break;
                default:
                    arguments.Add(new(null, elements[i]));
                    break;
            }
        }

        return arguments;
    }
}
