using System.Security.Cryptography;
using NhiPortal.Domain.Audit;
using static NhiPortal.Domain.Audit.LogFaultKind;

namespace NhiPortal.Domain.Tests.Audit;

public sealed class LogVerificationTests : IDisposable
{
    private readonly SampleLog _log = new(100, 0, 30, 60, 90);

    public void Dispose() => _log.Dispose();

    [Fact]
    public void Finish_UntouchedLog_IsIntact()
    {
        var report = _log.Verify();
        Assert.True(report.Intact);
        Assert.Empty(report.Faults);
        Assert.Equal((100, 90, 4, 0), (report.Rows, report.ConfirmedSize, report.CheckpointsConfirmed, report.CheckpointsFailed));
    }

    [Fact]
    public void Finish_ChangedBodyOfAnyRow_NamesTheRowOnly()
    {
        for (var i = 0; i < 100; i++)
        {
            var row = _log.Rows[i];
            _log.Rows[i] = row with { Body = "{}"u8.ToArray() };
            Expect((ChangedRow, i, null));
            _log.Rows[i] = row;
        }
    }

    [Fact]
    public void Finish_ChangedHash_NamesTheRowAndTheCheckpoint()
    {
        _log.Rows[42] = _log.Rows[42] with { Hash = _log.Rows[42].Hash.Flip(1) };
        Expect((RootMismatch, 30, 60), (ChangedRow, 42, null));
    }

    [Fact]
    public void Finish_RowRewrittenWithItsHash_NamesTheRangeBetweenCheckpoints()
    {
        _log.Rows[42] = _log.Rows[42].Rewritten();
        var report = Expect((RootMismatch, 30, 60));
        Assert.Equal((30, 2, 2), (report.ConfirmedSize, report.CheckpointsConfirmed, report.CheckpointsFailed));
        Assert.Contains("rows 30 to 59", report.Faults[0].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Finish_RemovedRows_NamesTheGaps()
    {
        _log.Rows.RemoveRange(70, 3);
        _log.Rows.RemoveAt(40);
        var report = Expect((UnconfirmedCheckpoint, null, 60), (RemovedRow, 40, null), (RemovedRow, 70, null));
        Assert.Contains("Rows 70 to 72", report.Faults[2].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Finish_FirstRowRemoved_NamesRowZero()
    {
        _log.Rows.RemoveAt(0);
        Expect((UnconfirmedCheckpoint, null, 30), (RemovedRow, 0, null));
    }

    [Fact]
    public void Finish_RowRemovedAndTheRestRenumbered_NamesTheRange()
    {
        _log.Rows.RemoveAt(65);
        _log.Renumber();
        Expect((RootMismatch, 60, 90));
    }

    [Fact]
    public void Finish_RowInsertedAndTheRestRenumbered_NamesTheRange()
    {
        _log.Rows.Insert(65, SampleRow.Of(65, "{}"));
        _log.Renumber();
        Expect((RootMismatch, 60, 90));
    }

    [Fact]
    public void Finish_DuplicatedRow_IsNamed()
    {
        _log.Rows.Insert(50, _log.Rows[50]);
        Expect((DuplicatedRow, 50, null));
    }

    [Theory]
    [InlineData(50)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public void Finish_InsertedRow_IsNamed(long index)
    {
        _log.Rows.Insert(51, SampleRow.Of(index, "{}"));
        Expect((InsertedRow, index, null));
    }

    [Fact]
    public void Finish_RowMovedBack_IsNamedOnce()
    {
        var row = _log.Rows[10];
        _log.Rows.RemoveAt(10);
        _log.Rows.Insert(20, row);
        var report = Expect((UnconfirmedCheckpoint, null, 30), (ReorderedRow, 10, null));
        Assert.Equal("Row 10 comes after row 20.", report.Faults[1].Sentence);
    }

    [Fact]
    public void Finish_RowMovedForward_IsNamedOnce()
    {
        var row = _log.Rows[80];
        _log.Rows.RemoveAt(80);
        _log.Rows.Insert(35, row);
        var report = Expect((UnconfirmedCheckpoint, null, 60), (ReorderedRow, 35, null));
        Assert.Equal("Row 35 comes after row 80.", report.Faults[1].Sentence);
    }

    [Fact]
    public void Finish_TwoRowsSwappedUnderTheirIndices_NamesTheRange()
    {
        (_log.Rows[64], _log.Rows[65]) = (_log.Rows[65], _log.Rows[64]);
        _log.Renumber();
        Expect((RootMismatch, 60, 90));
    }

    [Fact]
    public void Finish_CutTail_SaysFromWhere()
    {
        _log.Rows.RemoveRange(75, 25);
        Expect((CutTail, 75, 90));
    }

    [Fact]
    public void Finish_NothingLeft_SaysFromTheStart()
    {
        _log.Rows.Clear();
        Expect((CutTail, 0, 90));
    }

    [Fact]
    public void Finish_CheckpointWithBadSignatureOrOfAnotherLog_IsNamed()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _log.Checkpoints[1] = Checkpoint.Verify(_log.Checkpoints[1], _log.Key)!.Sign(other);
        _log.Sign(Checkpoint.Verify(_log.Checkpoints[2], _log.Key)! with { Origin = "another" });
        _log.Checkpoints.Add("rubbish");
        var report = Expect((BadCheckpoint, null, 30), (BadCheckpoint, null, 60), (BadCheckpoint, null, null));
        Assert.Equal((90, 3), (report.ConfirmedSize, report.CheckpointsFailed));
    }

    [Fact]
    public void Finish_SeveralTrustedKeys_EachConfirms()
    {
        using var older = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _log.Checkpoints[1] = Checkpoint.Verify(_log.Checkpoints[1], _log.Key)!.Sign(older);
        var verification = new LogVerification(SampleLog.Origin, _log.Checkpoints, [_log.Key, older]);
        foreach (var row in _log.Rows) verification.Add(row.Index, row.Body, row.Hash);
        Assert.True(verification.Finish().Intact);
    }

    [Fact]
    public void Finish_SignedCheckpointContradictedByLaterOne_SaysSo()
    {
        _log.Sign(new Checkpoint(SampleLog.Origin, 60, SampleTree.Leaf(1), 1));
        var report = Expect((RootMismatch, 60, 60));
        Assert.Contains("contradicts", report.Faults[0].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Finish_RowsWithoutAnyCheckpoint_AreNotIntact()
    {
        _log.Checkpoints.Clear();
        Expect((NoCheckpoint, null, null));
        _log.Rows.Clear();
        Assert.True(_log.Verify().Intact);
    }

    private LogReport Expect(params (LogFaultKind Kind, long? Leaf, long? Size)[] faults)
    {
        var report = _log.Verify();
        Assert.False(report.Intact);
        Assert.Equal(faults, report.Faults.Select(fault => (fault.Kind, fault.LeafIndex, fault.CheckpointSize)));
        Assert.Equal(faults.Length, report.FaultCount);
        return report;
    }
}
