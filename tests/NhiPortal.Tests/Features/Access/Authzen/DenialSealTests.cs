using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Features.Access.Authzen;

namespace NhiPortal.Tests.Features.Access.Authzen;

public sealed class DenialSealTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly WorkloadId Workload = new(new Guid("0195a1b2-0000-7000-8000-0000000000ab"));
    private static readonly string Binding = new('a', 64);
    private readonly string folder = Directory.CreateTempSubdirectory("nhiportal-seal-").FullName;

    [Fact]
    public void Check_WhatWasSealed_HoldsOnEveryInstanceWithTheKeyUntilItExpires()
    {
        var expires = DenialSeal.ExpiryOf(Now);
        var id = Seal().Seal(Guid.CreateVersion7(Now), expires, Workload, Binding);

        Assert.Equal(DenialCheck.Genuine, Seal().Check(id, expires, Workload, Binding, Now));
        Assert.Equal(DenialCheck.Genuine, Seal().Check(id, expires, Workload, Binding, expires.AddSeconds(-1)));
        Assert.Equal(DenialCheck.Expired, Seal().Check(id, expires, Workload, Binding, expires));
    }

    [Fact]
    public void Check_AnythingElse_IsAMismatch()
    {
        var expires = DenialSeal.ExpiryOf(Now);
        var seal = Seal();
        var id = seal.Seal(Guid.CreateVersion7(Now), expires, Workload, Binding);

        Assert.Equal(DenialCheck.Mismatch, seal.Check(id, expires, new WorkloadId(Guid.NewGuid()), Binding, Now));
        Assert.Equal(DenialCheck.Mismatch, seal.Check(id, expires, null, Binding, Now));
        Assert.Equal(DenialCheck.Mismatch, seal.Check(id, expires, Workload, new string('b', 64), Now));
        Assert.Equal(DenialCheck.Mismatch, seal.Check(id, expires.AddSeconds(1), Workload, Binding, Now));
        Assert.Equal(DenialCheck.Mismatch, seal.Check(DenialSeal.Plain(Guid.NewGuid()), expires, Workload, Binding, Now));
        foreach (var ending in "!=é/")
            Assert.Equal(DenialCheck.Mismatch, seal.Check($"{id[..^1]}{ending}", expires, Workload, Binding, Now));
        // The last character carries spare bits: every letter in its place is tried.
        foreach (var letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".Where(letter => letter != id[^1]))
            Assert.Equal(DenialCheck.Mismatch, seal.Check($"{id[..^1]}{letter}", expires, Workload, Binding, Now));
        for (var at = 0; at < id.Length; at++)
            Assert.Equal(DenialCheck.Mismatch, seal.Check($"{id[..at]}{(id[at] == 'A' ? 'B' : 'A')}{id[(at + 1)..]}", expires, Workload, Binding, Now));
    }

    public void Dispose() => Directory.Delete(folder, true);

    private DenialSeal Seal()
    {
        using var keys = SigningKeys.OpenOrMake(new(), folder);
        return new DenialSeal(keys);
    }
}
