using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using NetArchTest.Rules;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Features;

namespace NhiPortal.Tests;

/// <summary>Holds the rooms of docs/architecture.md apart where the compiler does not.</summary>
public sealed class StructureTests
{
    private static readonly Assembly Portal = typeof(PortalDb).Assembly;
    private static readonly Assembly Rules = typeof(Actor).Assembly;
    private static readonly Type[] UseCases = [.. Portal.GetTypes().Where(type => FeatureSetup.IsRunnable(type) && !type.Name.EndsWith("Query", StringComparison.Ordinal))];
    private static readonly Type[] Components = [.. Portal.GetTypes().Where(type => type.IsAssignableTo(typeof(ComponentBase)) && !type.IsAbstract)];

    [Fact]
    public void Domain_ReferencesOnlyTheBaseLibrary() => Assert.All(
        Rules.GetReferencedAssemblies(), reference => Assert.StartsWith("System.", reference.Name, StringComparison.Ordinal));

    [Fact]
    public void Domain_IsNotAsync() => Assert.Empty(
        Rules.GetTypes().SelectMany(type => type.GetMethods()).Where(method => method.ReturnType.IsAssignableTo(typeof(Task))).Select(method => $"{method.DeclaringType}.{method.Name}"));

    [Fact]
    public void UseCases_NeverSeeTheScreen() => Obeyed(Types.InAssembly(Portal).That().HaveNameMatching(Any(UseCases))
        .ShouldNot().HaveDependencyOnAny("Microsoft.AspNetCore.Components", "MudBlazor", "Microsoft.AspNetCore.Http.HttpContext"));

    [Fact]
    public void UseCases_NeverCallEachOther() => Assert.Empty(
        from useCase in UseCases
        from parameter in useCase.GetConstructors().SelectMany(made => made.GetParameters())
        where UseCases.Contains(parameter.ParameterType)
        select $"{useCase.Name} takes {parameter.ParameterType.Name}");

    [Fact]
    public void Components_NeverSeeTheDatabase() => Assert.Empty(
        from component in Components
        from member in component.GetProperties(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)
        where member.GetCustomAttribute<InjectAttribute>() is not null
            && (member.PropertyType.IsAssignableTo(typeof(PortalDb)) || member.PropertyType.FullName!.Contains("EntityFrameworkCore", StringComparison.Ordinal) || member.PropertyType == typeof(UnitOfWork))
        select $"{component.Name}.{member.Name}");

    [Fact]
    public void Pages_SayWhoMayOpenThem() => Assert.Empty(
        Components.Where(component => component.GetCustomAttributes<RouteAttribute>().Any()
            && component.GetCustomAttribute<AuthorizeAttribute>() is null && component.GetCustomAttribute<AllowAnonymousAttribute>() is null).Select(component => component.Name));

    [Fact]
    public void Names_AvoidWordsThatSayNothing() => Assert.Empty(
        Rules.GetTypes().Concat(Portal.GetTypes()).Where(type => type.Namespace?.StartsWith("NhiPortal", StringComparison.Ordinal) == true && !type.Name.Contains('<', StringComparison.Ordinal))
            .Where(type => new[] { "Manager", "Helper", "Util", "Common", "Shared", "Service" }.Any(word => type.Name.EndsWith(word, StringComparison.Ordinal))).Select(type => type.FullName));

    [Fact]
    public void Files_StaySmall() => Assert.Empty(
        from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.*", SearchOption.AllDirectories)
        let longest = Path.GetExtension(file) switch { ".cs" => 200, ".razor" => 150, _ => int.MaxValue }
        where longest < int.MaxValue && !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/Migrations/", StringComparison.Ordinal)
        let lines = File.ReadLines(file).Count()
        where lines > longest
        select $"{Path.GetRelativePath(Repository.Root, file)} has {lines} lines");

    /// <summary>On a phone a row is a card, and each of its cells is named by this.</summary>
    [Fact]
    public void CellsOfTables_AreNamedForAPhone() => Assert.Empty(
        from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.razor", SearchOption.AllDirectories)
        let text = File.ReadAllText(file)
        where text.Contains("class=\"data-table", StringComparison.Ordinal)
        from cell in System.Text.RegularExpressions.Regex.Matches(text, "<td[^>]*>")
        where !cell.Value.Contains("data-label", StringComparison.Ordinal) && !cell.Value.Contains("cell-pick", StringComparison.Ordinal)
        select $"{Path.GetRelativePath(Repository.Root, file)}: {cell.Value}");

    [Fact]
    public void Usings_AreInOrder() => Assert.Empty(
        from file in Directory.EnumerateFiles(Repository.Root, "*.cs", SearchOption.AllDirectories)
        where !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/Migrations/", StringComparison.Ordinal)
        let usings = File.ReadLines(file).TakeWhile(line => line.StartsWith("using ", StringComparison.Ordinal)).ToList()
        where !usings.SequenceEqual(usings.Order(Comparer<string>.Create(CompareUsings)))
        select Path.GetRelativePath(Repository.Root, file));

    /// <summary>Namespaces, then static ones, then other names for types; what is the system's own comes first.</summary>
    private static int CompareUsings(string one, string other)
    {
        static (int, bool, string) Key(string line) =>
            (line.Contains('=', StringComparison.Ordinal) ? 2 : line.StartsWith("using static ", StringComparison.Ordinal) ? 1 : 0, !line.StartsWith("using System", StringComparison.Ordinal), line.TrimEnd(';').Replace('.', '\u0001'));
        var (first, second) = (Key(one), Key(other));
        return first.Item1 != second.Item1 ? first.Item1 - second.Item1 : first.Item2 != second.Item2 ? first.Item2 ? 1 : -1 : string.Compare(first.Item3, second.Item3, StringComparison.OrdinalIgnoreCase);
    }

    private static string Any(Type[] types) => $"^({string.Join('|', types.Select(type => type.Name))})$";

    private static void Obeyed(ConditionList rule)
    {
        var result = rule.GetResult();
        Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypeNames ?? []));
    }
}
