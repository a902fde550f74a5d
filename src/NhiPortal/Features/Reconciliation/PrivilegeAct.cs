using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Reconciliation;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Reconciliation;

/// <summary>What every act on a privilege begins with: the line, if this actor may see it and act on it.</summary>
internal static class PrivilegeAct
{
    public static async Task<Result<PrivilegeLine>> LineAsync(this Work run, PrivilegeLineId id, Permission permission, CancellationToken cancellation)
    {
        var tenants = run.Actor.Tenants?.ToList();
        var lines = run.Db.PrivilegeLines.Where(l => l.Id == id);
        if (!Permissions.Allows(run.Actor, Permission.SeeDiscovery) || await lines.InTenants(tenants).SingleOrDefaultAsync(cancellation) is not { } line)
            return new Refusal("not_found", "There is no such line for you.");
        var target = await run.Db.Targets.AsNoTracking().SingleAsync(t => t.Id == line.TargetId, cancellation);
        run.About = run.About with
        {
            Tenant = line.TenantId,
            Target = Work.Thing(target),
            Facts = new Dictionary<string, string?> { ["account"] = line.Account, ["group"] = line.Holder, ["class"] = line.Class.ToString() },
        };
        return Permissions.Check(run.Actor, permission) is { } refused ? refused : line;
    }

    public static string Words(this PrivilegeLine line) => line.Holder.Length == 0 ? $"what {line.Account} may do by itself" : $"{line.Account} in {line.Holder}";
}
