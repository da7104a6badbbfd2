using System.Management.Automation;

namespace VcsaAuthGuard.Binding;

/// <summary>Lets a parameter that takes names of vCenter Servers take objects that have the name as a property.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ServerNameAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        inputData is PSObject { BaseObject: not string } item && LanguagePrimitives.GetEnumerable(item) is null
        && ServerInput.Name(item) is string name
            ? name
            : inputData;
}
