using Microsoft.EntityFrameworkCore;
using NhiPortal.Data.Seed;
using NhiPortal.Domain;
using NhiPortal.Domain.People;

namespace NhiPortal.Tests.Data.Seed.Demo;

/// <summary>One portal with the demo organisation, for tests that only read it.</summary>
public sealed class SeededDemo : IAsyncLifetime
{
    public TestPortal Portal { get; private set; } = null!;

    public DateTimeOffset Now => Portal.Now;

    public async ValueTask InitializeAsync()
    {
        Portal = await TestPortal.StartAsync();
        await Portal.Services.SeedAsync(SeedKind.Demo, CancellationToken.None);
    }

    public ValueTask DisposeAsync() => Portal.DisposeAsync();

    public async Task<Actor> PersonaAsync(string key, params Role[] roles)
    {
        await using var db = Portal.Db();
        Person person = await db.People.SingleAsync(p => p.ObjectId == $"persona-{key}");
        return SmallOrganisation.As(person, roles);
    }
}
