using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing.Template;
using NhiPortal.Domain;
using NhiPortal.Domain.Controls;
using NhiPortal.Features.Controls;
using NhiPortal.SignIn;

namespace NhiPortal.Tests.Features.Controls;

/// <summary>What fails leads to a page that exists, and that whoever sees controls may open.</summary>
public sealed class FailingObjectTests
{
    private static readonly Actor Auditor = new() { Kind = ActorKind.Person, Id = Guid.NewGuid(), Name = "Auditor", Roles = new HashSet<Role> { Role.Auditor } };

    private static readonly List<(TemplateMatcher Address, string? Policy)> Pages =
    [
        .. from type in typeof(Program).Assembly.GetTypes()
           from route in type.GetCustomAttributes<RouteAttribute>()
           select (new TemplateMatcher(TemplateParser.Parse(route.Template), []), type.GetCustomAttribute<AuthorizeAttribute>()?.Policy),
    ];

    public static TheoryData<FailingKind> Kinds => [.. Enum.GetValues<FailingKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EachKind_LeadsToAPage_OpenToWhoeverMayGoThere(FailingKind kind)
    {
        var failing = new FailingObject { Kind = kind, Id = Guid.NewGuid(), Key = "7", Name = "It" };
        var policies = Pages.Where(page => page.Address.TryMatch(failing.Href.Split('#')[0], [])).Select(page => page.Policy).ToList();
        Assert.NotEmpty(policies);
        Assert.All(policies, policy => Assert.True(
            policy is null || (failing.Needs is { } needed ? policy == needed.ToString() : Permissions.Allows(Auditor, Enum.Parse<Permission>(policy))), $"{failing.Href} asks for {policy}"));
    }
}
