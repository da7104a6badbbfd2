using System.Reflection;

namespace HelpBuilder;

/// <summary>Reads the cmdlets of an assembly without loading it: PowerShell is not needed.</summary>
internal static class CmdletReader
{
    private const string Automation = "System.Management.Automation.";

    // PowerShell's own short names for types, as Get-Command -Syntax shows them: about_Type_Accelerators.
    private static readonly Dictionary<string, string> Accelerators = new()
    {
        ["System.Boolean"] = "bool",
        ["System.Byte"] = "byte",
        ["System.Char"] = "char",
        ["System.Collections.Hashtable"] = "hashtable",
        ["System.Decimal"] = "decimal",
        ["System.Double"] = "double",
        ["System.Int16"] = "short",
        ["System.Int32"] = "int",
        ["System.Int64"] = "long",
        ["System.Object"] = "Object",
        ["System.Security.SecureString"] = "securestring",
        ["System.Single"] = "float",
        ["System.String"] = "string",
        ["System.Text.RegularExpressions.Regex"] = "regex",
        ["System.TimeSpan"] = "timespan",
        ["System.Uri"] = "uri",
        ["System.Version"] = "version",
        ["System.DateTime"] = "datetime",
        ["System.Guid"] = "guid",
        [Automation + "PSCredential"] = "pscredential",
        [Automation + "PSObject"] = "psobject",
        [Automation + "ScriptBlock"] = "scriptblock",
        [Automation + "SwitchParameter"] = "switch",
    };

    /// <summary>Returns the public cmdlets of an assembly, ordered by name.</summary>
    /// <param name="assembly">The path of the assembly.</param>
    /// <param name="references">The paths of the assemblies that it was compiled with.</param>
    public static IReadOnlyList<Cmdlet> Read(string assembly, IEnumerable<string> references)
    {
        using MetadataLoadContext context = new(new PathAssemblyResolver([.. references, assembly]), "System.Runtime");
        return [.. context.LoadFromAssemblyPath(assembly).GetExportedTypes()
            .Where(type => !type.IsAbstract)
            .Select(type => (Type: type, Attribute: Find(type, "CmdletAttribute").FirstOrDefault()))
            .Where(found => found.Attribute is not null)
            .Select(found => Read(found.Type, found.Attribute!))
            .OrderBy(cmdlet => cmdlet.Name, StringComparer.OrdinalIgnoreCase)];
    }

    private static Cmdlet Read(Type type, CustomAttributeData attribute)
    {
        List<CmdletParameter> parameters =
            [.. type.GetProperties().Where(property => Find(property, "ParameterAttribute").Any()).Select(Read)];
        if (Named(attribute, "SupportsShouldProcess", false))
        {
            parameters.Add(Common("WhatIf", "wi"));
            parameters.Add(Common("Confirm", "cf"));
        }

        string? defaultSet = Named<string?>(attribute, "DefaultParameterSetName", null);
        List<string> sets = [.. parameters.SelectMany(parameter => parameter.Uses).Select(use => use.ParameterSet)
            .Where(set => set != ParameterUse.All && set != defaultSet).Distinct()];
        if (defaultSet is not null)
        {
            sets.Insert(0, defaultSet);
        }

        return new(
            $"{attribute.ConstructorArguments[0].Value}-{attribute.ConstructorArguments[1].Value}",
            Named(attribute, "HelpUri", ""),
            sets.Count == 0 ? [ParameterUse.All] : sets,
            parameters,
            [.. Find(type, "OutputTypeAttribute").SelectMany(OutputTypes)]);
    }

    private static CmdletParameter Read(PropertyInfo property) => new(
        property.Name,
        property.PropertyType.ToString(),
        Label(property.PropertyType),
        [.. Find(property, "AliasAttribute").SelectMany(alias => List(alias.ConstructorArguments[0])).Cast<string>()],
        Find(property, "SupportsWildcardsAttribute").Any(),
        Find(property, "ParameterAttribute").Any(parameter => Named(parameter, "DontShow", false)),
        [.. Find(property, "ParameterAttribute").Select(Use)]);

    private static ParameterUse Use(CustomAttributeData parameter)
    {
        const int NoPosition = int.MinValue;
        int position = Named(parameter, "Position", NoPosition);
        return new(
            Named(parameter, "ParameterSetName", ParameterUse.All),
            Named(parameter, "Mandatory", false),
            position == NoPosition ? null : position,
            Named(parameter, "ValueFromPipeline", false),
            Named(parameter, "ValueFromPipelineByPropertyName", false),
            Named(parameter, "ValueFromRemainingArguments", false));
    }

    private static CmdletParameter Common(string name, string alias) => new(
        name, Automation + "SwitchParameter", "switch", [alias], SupportsWildcards: false, DontShow: false,
        [new(ParameterUse.All, IsRequired: false)], IsCommon: true);

    private static string Label(Type type) =>
        type.IsArray ? Label(type.GetElementType()!) + "[]"
        : type.IsGenericType && type.GetGenericTypeDefinition().FullName == "System.Nullable`1" ? Label(type.GetGenericArguments()[0])
        : Accelerators.GetValueOrDefault(type.FullName ?? "", type.Name);

    private static IEnumerable<string> OutputTypes(CustomAttributeData attribute) =>
        attribute.ConstructorArguments.SelectMany(List).Select(type => type is Type { FullName: "System.Void" } ? "None" : $"{type}");

    private static IEnumerable<CustomAttributeData> Find(MemberInfo member, string name) =>
        member.GetCustomAttributesData().Where(attribute => attribute.AttributeType.FullName == Automation + name);

    private static T Named<T>(CustomAttributeData attribute, string name, T missing) =>
        attribute.NamedArguments.Where(argument => argument.MemberName == name).Select(argument => argument.TypedValue.Value).OfType<T>()
            .DefaultIfEmpty(missing).First();

    private static IEnumerable<object?> List(CustomAttributeTypedArgument argument) =>
        argument.Value is IEnumerable<CustomAttributeTypedArgument> items ? items.Select(item => item.Value) : [argument.Value];
}
