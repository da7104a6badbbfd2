using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;
using VcsaAuthGuard.Faults;

namespace VcsaAuthGuard.Tests;

/// <summary>The engine's layers: who may use whom. Read from the built assembly, so that no use of a name can hide.</summary>
public class LayerTests
{
    private const string Root = "VcsaAuthGuard.";

    /// <summary>The engine's folders, lowest first, each with the folders it may use; see docs/architecture.md.</summary>
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Text"] = [],
        ["TimeSeries"] = [],
        ["Files"] = [],
        ["Http"] = ["Text"],
        ["Logs"] = ["Text", "Files"],
        ["Faults"] = ["Logs", "TimeSeries", "Text"],
        ["ApiLoad"] = ["Logs", "TimeSeries", "Text"],
        ["VSphere"] = ["Text", "Http", "Files"],
        ["Schedules"] = ["Text"],
        ["BackupWindows"] = ["Schedules", "Text", "TimeSeries", "GatewayQueues", "BackupJobs", "ApiLoad"],
        ["GatewayQueues"] = ["Text"],
        ["QueueReplays"] = ["GatewayQueues", "BackupWindows", "Schedules", "ApiLoad", "Faults", "Logs", "Text"],
        ["BackupJobs"] = ["Schedules", "Text"],
        ["Pacing"] = ["Text", "Http", "Files"],
        ["Appliances"] = ["Text", "Http", "VSphere", "Logs"],
        ["LogPlatforms"] = ["Logs", "Text", "Http"],
        ["Fleets"] = ["LogPlatforms", "Faults", "Logs", "Http", "Text"],
        ["Watching"] = ["Faults", "ApiLoad", "Logs", "Text", "Files", "Http", "Alerts"],
        ["Alerts"] = ["LogPlatforms", "Faults", "Logs", "Text", "Http"],
        ["Diagnosis"] = ["TimeSeries", "Faults", "ApiLoad", "Schedules", "BackupWindows", "BackupJobs", "Logs", "Text"],
        ["LiveServers"] = ["VSphere", "Diagnosis", "Faults", "ApiLoad", "Logs", "Http", "Text"],
        ["Settings"] = ["Watching", "VSphere", "Appliances", "Schedules", "Faults", "Files", "Http", "Text"],
        ["Reports"] =
        [
            "TimeSeries",
            "Diagnosis",
            "Alerts",
            "LogPlatforms",
            "Faults",
            "ApiLoad",
            "VSphere",
            "BackupWindows",
            "GatewayQueues",
            "BackupJobs",
            "Schedules",
            "Logs",
            "Text",
            "Files",
        ],
    };

    [Fact]
    public void A_layer_uses_only_layers_below_it()
    {
        using AssemblyDefinition engine = AssemblyDefinition.ReadAssembly(typeof(AuthFault).Assembly.Location);
        List<string> wrong = [];
        foreach (TypeDefinition type in engine.MainModule.GetAllTypes())
        {
            string? layer = LayerOf(type);
            if (layer is null)
            {
                continue;
            }

            if (!MayUse.TryGetValue(layer, out string[]? allowed))
            {
                wrong.Add($"{type.FullName}: there is no layer {layer}");
                continue;
            }

            wrong.AddRange(UsedBy(type)
                .Where(used => LayerOf(used) is string other && other != layer && !allowed.Contains(other))
                .Select(used => $"{type.FullName} ({layer}) uses {used.FullName} ({LayerOf(used)})"));
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Distinct()));
    }

    /// <summary>The folders of BackupWindows, each with the others of them that it may use.</summary>
    private static readonly Dictionary<string, string[]> MayUseInBackupWindows = new()
    {
        ["BackupWindows"] = [],
        ["BackupWindows.Overlaps"] = ["BackupWindows"],
        ["BackupWindows.Planning"] = ["BackupWindows", "BackupWindows.Overlaps"],
        ["BackupWindows.Import"] = ["BackupWindows"],
        ["BackupWindows.Learning"] = ["BackupWindows", "BackupWindows.Import"],
    };

    [Fact]
    public void Backup_windows_do_not_use_the_folders_that_stand_on_them()
    {
        using AssemblyDefinition engine = AssemblyDefinition.ReadAssembly(typeof(AuthFault).Assembly.Location);
        string[] wrong =
        [
            .. from type in engine.MainModule.GetAllTypes()
               let folder = FolderOf(type)
               where folder is not null && MayUseInBackupWindows.ContainsKey(folder)
               from used in UsedBy(type)
               let other = FolderOf(used)
               where other is not null && MayUseInBackupWindows.ContainsKey(other) && other != folder
               where !MayUseInBackupWindows[folder].Contains(other)
               select $"{type.FullName} uses {used.FullName}",
        ];
        Assert.True(wrong.Length == 0, string.Join('\n', wrong.Distinct()));
    }

    [Fact]
    public void Folders_do_not_use_each_other_in_a_circle()
    {
        using AssemblyDefinition engine = AssemblyDefinition.ReadAssembly(typeof(AuthFault).Assembly.Location);
        ILookup<string, (string To, string Use)> uses = (
            from type in engine.MainModule.GetAllTypes()
            let folder = FolderOf(type)
            where folder is not null
            from used in UsedBy(type)
            let other = FolderOf(used)
            where other is not null && other != folder
            select (From: folder, To: other, Use: $"{type.FullName} uses {used.FullName}"))
            .Distinct()
            .ToLookup(use => use.From, use => (use.To, use.Use));
        Dictionary<string, HashSet<string>> reach = uses.ToDictionary(group => group.Key, group => Reach(group.Key));
        string[] circles =
        [
            .. from name in reach.Keys.Order(StringComparer.Ordinal)
               from use in uses[name]
               where reach.TryGetValue(use.To, out HashSet<string>? back) && back.Contains(name)
               select $"{name} -> {use.To}: {use.Use}",
        ];
        Assert.True(circles.Length == 0, string.Join('\n', circles));

        HashSet<string> Reach(string start)
        {
            HashSet<string> found = [];
            Stack<string> left = new([start]);
            while (left.TryPop(out string? name))
            {
                foreach ((string to, _) in uses[name].Where(use => found.Add(use.To)))
                {
                    left.Push(to);
                }
            }

            return found;
        }
    }

    [Fact]
    public void The_test_sees_what_the_engine_uses()
    {
        using AssemblyDefinition engine = AssemblyDefinition.ReadAssembly(typeof(AuthFault).Assembly.Location);
        TypeDefinition parser = engine.MainModule.GetType("VcsaAuthGuard.Faults.FaultParser");
        Assert.Contains(UsedBy(parser), used => used.FullName == "VcsaAuthGuard.Logs.Entries.EntryHeader");
    }

    [Fact]
    public void The_engine_knows_no_door()
    {
        using AssemblyDefinition engine = AssemblyDefinition.ReadAssembly(typeof(AuthFault).Assembly.Location);
        string[] doors = ["System.Management.Automation", "System.CommandLine", "VcsaAuthGuard"];
        Assert.Empty(engine.MainModule.AssemblyReferences.Select(reference => reference.Name).Intersect(doors));
        Assert.DoesNotContain(
            engine.MainModule.GetAllTypes().SelectMany(type => UsedBy(type).Select(used => (Type: type.FullName, Used: used.FullName))),
            use => use.Used == "System.Console");
    }

    /// <summary>VcsaAuthGuard.Logs.X and what is nested in it stand in Logs; compiler-made helpers stand nowhere.</summary>
    private static string? LayerOf(TypeReference type) => FolderOf(type)?.Split('.')[0];

    private static string? FolderOf(TypeReference type)
    {
        while (type.DeclaringType is not null)
        {
            type = type.DeclaringType;
        }

        return type.Namespace.StartsWith(Root, StringComparison.Ordinal) ? type.Namespace[Root.Length..] : null;
    }

    private static IEnumerable<TypeReference> UsedBy(TypeDefinition type)
    {
        IEnumerable<TypeReference?> declared =
        [
            type.BaseType,
            .. type.Interfaces.Select(implemented => implemented.InterfaceType),
            .. type.Fields.Select(field => field.FieldType),
            .. type.CustomAttributes.Select(attribute => attribute.AttributeType),
            .. type.GenericParameters.SelectMany(parameter => parameter.Constraints).Select(constraint => constraint.ConstraintType),
        ];
        return declared.Concat(type.Methods.SelectMany(UsedBy)).OfType<TypeReference>().SelectMany(Parts);
    }

    private static IEnumerable<TypeReference?> UsedBy(MethodDefinition method)
    {
        IEnumerable<TypeReference?> signature = [method.ReturnType, .. method.Parameters.Select(parameter => parameter.ParameterType)];
        if (!method.HasBody)
        {
            return signature;
        }

        return signature
            .Concat(method.Body.Variables.Select(variable => variable.VariableType))
            .Concat(method.Body.Instructions.SelectMany(UsedBy));
    }

    private static IEnumerable<TypeReference?> UsedBy(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => [type],
        GenericInstanceMethod call => [call.DeclaringType, call.ReturnType, .. call.GenericArguments],
        MethodReference call => [call.DeclaringType, call.ReturnType, .. call.Parameters.Select(parameter => parameter.ParameterType)],
        FieldReference field => [field.DeclaringType, field.FieldType],
        _ => [],
    };

    /// <summary>A type with the types it is made of: List&lt;X[]&gt; uses X too.</summary>
    private static IEnumerable<TypeReference> Parts(TypeReference type) => type switch
    {
        GenericInstanceType generic => [generic.ElementType, .. generic.GenericArguments.SelectMany(Parts)],
        TypeSpecification made => Parts(made.ElementType),
        _ => [type],
    };
}
