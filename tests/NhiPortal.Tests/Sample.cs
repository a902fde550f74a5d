using System.Reflection;
using System.Runtime.CompilerServices;
using NhiPortal.Domain;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Reviews;
using NhiPortal.Features.Controls;
using NhiPortal.Features.Questions;

namespace NhiPortal.Tests;

/// <summary>Makes some value of any parameter type, so that a test can call every use case and query there is.</summary>
internal static class Sample
{
    public static object?[] Arguments(MethodBase method, Actor actor) => [.. method.GetParameters().Select(parameter => Known(parameter) ?? Of(parameter.ParameterType, actor))];

    /// <summary>What must be in a shipped list before anything is read.</summary>
    private static string? Known(ParameterInfo parameter) => (parameter.Member.DeclaringType?.Name, parameter.Name) switch
    {
        (nameof(ControlDetailQuery), "framework") => "csf",
        (nameof(ControlDetailQuery), "control") => "PR.AA-05",
        (nameof(QuestionAsk), "Key") => "created-administrators",
        (nameof(FailingObjectsQuery), "query") => "risk-tier",
        _ => null,
    };

    public static object? Of(Type type, Actor actor)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return Of(inner, actor);
        if (type == typeof(Actor))
            return actor;
        if (type == typeof(CancellationToken))
            return CancellationToken.None;
        if (type == typeof(string))
            return "a text of some length";
        if (type == typeof(Guid))
            return new Guid("0195a1b2-0000-7000-8000-000000000001");
        if (type == typeof(DateTimeOffset))
            return new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
        if (type == typeof(DateOnly))
            return new DateOnly(2026, 3, 1);
        if (type == typeof(int))
            return 1;
        if (type == typeof(bool))
            return true;
        if (type == typeof(TimeZoneInfo))
            return TimeZoneInfo.Utc;
        if (type == typeof(Stream))
            return new MemoryStream();
        if (type == typeof(ApprovalRule))
            return DefaultPolicy.Rules[0];
        if (type == typeof(CampaignPlan))
            return new CampaignPlan { Name = "All", Scope = new(), Stages = [new(ReviewerRule.SystemOwner)], Fallback = new(Guid.NewGuid()), Lead = new(Guid.NewGuid()), DueDays = 10 };
        if (type.IsEnum)
            return Enum.GetValues(type).GetValue(0);
        if (type.IsArray)
            return Array.CreateInstance(type.GetElementType()!, 0);
        if (type.IsGenericType && type.IsInterface && type.GetGenericArguments() is [var element] && type.IsAssignableFrom(element.MakeArrayType()))
            return Filled(element, actor);
        if (type.IsGenericType && type.IsInterface && type.GetGenericArguments() is [var key, var value])
            return Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(key, value));
        if (type.IsInterface || type.IsAbstract || type.IsAssignableTo(typeof(Delegate)))
            return null;
        var made = type.GetConstructors().OrderBy(constructor => constructor.GetParameters().Length).LastOrDefault(constructor => constructor.GetParameters() is not [{ } only] || only.ParameterType != type);
        return made is null ? RuntimeHelpers.GetUninitializedObject(type) : made.Invoke(Arguments(made, actor));
    }

    private static Array Filled(Type element, Actor actor)
    {
        var list = Array.CreateInstance(element, 1);
        list.SetValue(Of(element, actor), 0);
        return list;
    }
}
