using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mxit.Platform.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class FileOffers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "FileOffers",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    FileId = table.Column<Guid>(type: "TEXT", nullable: true),
                    SenderId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    SenderIsApp = table.Column<bool>(type: "INTEGER", nullable: false),
                    ReceiverId = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    FileName = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    MediaType = table.Column<string>(type: "TEXT", maxLength: 127, nullable: false),
                    Size = table.Column<long>(type: "INTEGER", nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    AutoOpen = table.Column<bool>(type: "INTEGER", nullable: false),
                    PreventShare = table.Column<bool>(type: "INTEGER", nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    CreatedUtc = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ExpiresUtc = table.Column<DateTime>(type: "TEXT", nullable: false),
                    AnsweredUtc = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ReceivedFileId = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FileOffers", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Thumbnails",
                columns: table => new
                {
                    SourceKey = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Size = table.Column<int>(type: "INTEGER", nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    CreatedUtc = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Thumbnails", x => new { x.SourceKey, x.Size });
                });

            migrationBuilder.CreateIndex(
                name: "IX_FileOffers_FileId",
                table: "FileOffers",
                column: "FileId");

            migrationBuilder.CreateIndex(
                name: "IX_FileOffers_Key",
                table: "FileOffers",
                column: "Key");

            migrationBuilder.CreateIndex(
                name: "IX_FileOffers_ReceivedFileId",
                table: "FileOffers",
                column: "ReceivedFileId");

            migrationBuilder.CreateIndex(
                name: "IX_FileOffers_ReceiverId_Id",
                table: "FileOffers",
                columns: new[] { "ReceiverId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_FileOffers_SenderId_Id",
                table: "FileOffers",
                columns: new[] { "SenderId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_FileOffers_State_ExpiresUtc",
                table: "FileOffers",
                columns: new[] { "State", "ExpiresUtc" });

            migrationBuilder.CreateIndex(
                name: "IX_Thumbnails_Key",
                table: "Thumbnails",
                column: "Key");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "FileOffers");

            migrationBuilder.DropTable(
                name: "Thumbnails");
        }
    }
}
